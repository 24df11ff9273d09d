import type { Store } from '@hexaops/core';
import { defaults, type StoreSqlConfig } from './config.ts';
import { failureOf } from './database/failure.ts';
import { openDatabase } from './database/open.ts';
import { targetOf } from './database/target.ts';
import { migrate } from './migrations/migrate.ts';
import { createOutbox } from './audit/outbox.ts';
import { createAlerts, forgetAlerts } from './records/alerts.ts';
import { createBudgets, forgetBudgets } from './records/budgets.ts';
import { createEvents } from './records/events.ts';
import { createInvestigations, forgetInvestigations } from './records/investigations.ts';
import { createRuns } from './records/runs.ts';
import { createSessions } from './records/sessions.ts';
import { createRetention, sweep } from './retention/retention.ts';

/** What the store takes from its surroundings. */
export interface Surroundings {
  /** Milliseconds since the epoch; `Date.now` unless told. */
  readonly now?: () => number;
  /** `DATABASE_URL` is read from it; that of the process unless told. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** A store in SQLite or Postgres. Nothing is opened before `open`; disposing of it closes. */
export interface SqlStore extends Store, AsyncDisposable {
  /** Connects, brings the tables up to this release and forgets what has expired. Raises `store-unavailable`, `plugin-start-failed`. */
  open(): Promise<void>;
  /** Deletes what has expired. What has is never shown, so nothing depends on it but the room on the disk. */
  sweep(): Promise<void>;
}

/** Raises `config-invalid`. Every method of the store raises `store-unavailable` where the database cannot be used. */
export function createSqlStore(
  config: StoreSqlConfig,
  { now = Date.now, environment = process.env }: Surroundings = {},
): SqlStore {
  const { idleDays, lifetimeDays, sessionsPerSubject, poolSize } = { ...defaults, ...given(config) };
  const target = targetOf(config, environment['DATABASE_URL']);
  const database = openDatabase(target, poolSize);
  const retention = createRetention({ idleDays, lifetimeDays }, now);
  const sessions = createSessions(database, retention, sessionsPerSubject);
  const runs = createRuns(database, retention, sessionsPerSubject);
  const events = createEvents(database);
  const outbox = createOutbox(database);
  const budgets = createBudgets(database, now);
  const investigations = createInvestigations(database);
  const alerts = createAlerts(database);
  const reach = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw failureOf(error, target.label);
    }
  };

  const sweepAll = async () => {
    await runs.approvals.adopt();
    await sweep(database, retention);
    await forgetBudgets(database, now());
    const idleSince = now() - idleDays * 86_400_000;
    await forgetInvestigations(database, now(), idleSince);
    await forgetAlerts(database, idleSince);
  };

  return {
    id: target.kind,
    audit: {
      register: (sinks) => reach(outbox.register(sinks)),
      batch: (sink, limit, bytes) => reach(outbox.batch(sink, limit, bytes)),
      acknowledge: (sink, batch) => reach(outbox.acknowledge(sink, batch)),
      records: (after, limit) => reach(outbox.records(after, limit)),
      heads: () => reach(outbox.heads()),
      waiting: () => reach(outbox.waiting()),
      prune: (before) => reach(outbox.prune(before)),
    },
    budgets: {
      spend: (scope, window, amount, limit) => reach(budgets.spend(scope, window, amount, limit)),
    },
    investigations: {
      keep: (investigation) => reach(investigations.keep(investigation)),
      begin: (investigation, restsUntil) => reach(investigations.begin(investigation, restsUntil)),
      take: (time, until) => reach(investigations.take(time, until)),
      hold: (workspace, id, until) => reach(investigations.hold(workspace, id, until)),
      get: (workspace, id) => reach(investigations.get(workspace, id)),
      list: (workspace, limit, fingerprint) => reach(investigations.list(workspace, limit, fingerprint)),
    },
    alerts: {
      update: (workspace, fingerprints, next) => reach(alerts.update(workspace, fingerprints, next)),
      list: (workspace, limit) => reach(alerts.list(workspace, limit)),
      prune: (workspace, most) => reach(alerts.prune(workspace, most)),
    },
    async open() {
      await reach(migrate(database, target.label));
      await reach(sweepAll());
    },
    sweep: () => reach(sweepAll()),
    createSession: (session) => reach(sessions.create(session)),
    session: (owner, id) => reach(sessions.find(owner, id)),
    sessions: (owner) => reach(sessions.list(owner)),
    deleteSession: (owner, id) => reach(sessions.delete(owner, id)),
    deleteSubject: (subject, workspace) => reach(sessions.deleteOfSubject(subject, workspace)),
    toolHasWorked: (owner, session, tool) => reach(sessions.toolHasWorked(owner, session, tool)),
    createRun: (run, beginning) => reach(runs.create(run, beginning)),
    run: (owner, id) => reach(runs.find(owner, id)),
    runsOfSession: (owner, session) => reach(runs.ofSession(owner, session)),
    lastRun: (owner, session) => reach(runs.lastOfSession(owner, session)),
    pendingApprovals: (workspace) => reach(runs.approvals.ofWorkspace(workspace)),
    runOfApproval: (workspace, approval) => reach(runs.approvals.find(workspace, approval)),
    expiredApprovals: (time, limit) => reach(runs.approvals.expired(time, limit)),
    append: (append) => reach(events.append(append)),
    events: (run, after) => reach(events.after(run, after)),
    async [Symbol.asyncDispose]() {
      await reach(database.destroy());
    },
  };
}

/** Without what is there and undefined, which would hide a default. */
function given(config: StoreSqlConfig) {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined)) as {
    readonly [K in keyof StoreSqlConfig]: NonNullable<StoreSqlConfig[K]>;
  };
}
