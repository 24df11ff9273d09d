import type { Store } from '@hexaops/core';
import { defaults, type StoreSqlConfig } from './config.ts';
import { failureOf } from './database/failure.ts';
import { openDatabase } from './database/open.ts';
import { targetOf } from './database/target.ts';
import { migrate } from './migrations/migrate.ts';
import { createEvents } from './records/events.ts';
import { createRuns } from './records/runs.ts';
import { createSessions } from './records/sessions.ts';
import { createRetention, sweep } from './retention/retention.ts';
import { Sweeper } from './retention/sweeper.ts';

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
  const runs = createRuns(database, retention);
  const events = createEvents(database);
  const sweeper = new Sweeper(() => sweep(database, retention));
  const reach = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw failureOf(error, target.label);
    }
  };

  return {
    id: target.kind,
    async open() {
      await reach(migrate(database, target.label));
      await reach(sweep(database, retention));
      sweeper.start();
    },
    createSession: (session) => reach(sessions.create(session)),
    session: (owner, id) => reach(sessions.find(owner, id)),
    sessions: (owner) => reach(sessions.list(owner)),
    deleteSession: (owner, id) => reach(sessions.delete(owner, id)),
    createRun: (run) => reach(runs.create(run)),
    run: (owner, id) => reach(runs.find(owner, id)),
    suspendedRuns: (workspace) => reach(runs.suspended(workspace)),
    runInWorkspace: (workspace, id) => reach(runs.findInWorkspace(workspace, id)),
    runsOfSession: (owner, session) => reach(runs.ofSession(owner, session)),
    append: (run, after, drafts, status, time) => reach(events.append(run, after, drafts, status, time)),
    events: (run, after) => reach(events.after(run, after)),
    async [Symbol.asyncDispose]() {
      await sweeper[Symbol.asyncDispose]();
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
