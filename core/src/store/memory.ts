import { HexaopsError } from '../errors.ts';
import type { InvestigationRecord, Owner, RunRecord, SessionRecord, Store } from '../extension/store.ts';
import type { RunEvent, RunEventDraft } from '../run/events.ts';
import { timeOf } from '../run/time.ts';
import { createMemoryAlerts } from './memory-alerts.ts';
import { createMemoryBudgets } from './memory-budgets.ts';
import { createMemoryInvestigations } from './memory-investigations.ts';
import { MemoryOutbox } from './memory-outbox.ts';

export interface MemoryStoreOptions {
  /** The least recently used sessions over this number are forgotten. */
  readonly maximumSessions: number;
}

interface StoredSession {
  record: SessionRecord;
  readonly runs: string[];
  readonly worked: Set<string>;
}

interface StoredRun {
  record: RunRecord;
  readonly events: RunEvent[];
}

/** A store that lives as long as the process: for tests, for the command, and for those who need no more. */
export function createMemoryStore({ maximumSessions }: MemoryStoreOptions = { maximumSessions: 10_000 }): Store {
  const sessions = new Map<string, StoredSession>();
  const runs = new Map<string, StoredRun>();
  const investigations = new Map<string, InvestigationRecord>();
  const audit = new MemoryOutbox();

  const owns = (owner: Owner, record: Owner) =>
    owner.subject === record.subject && owner.workspace === record.workspace;
  const owned = (owner: Owner, id: string) => {
    const session = sessions.get(id);
    return session !== undefined && owns(owner, session.record) ? session : undefined;
  };
  const forget = (id: string) => {
    const gone = new Set(sessions.get(id)?.runs);
    for (const run of gone) runs.delete(run);
    for (const { id: investigation, run } of investigations.values()) {
      if (run !== undefined && gone.has(run)) investigations.delete(investigation);
    }
    sessions.delete(id);
  };
  const use = (session: StoredSession) => {
    sessions.delete(session.record.id);
    sessions.set(session.record.id, session);
  };
  const addSession = (record: SessionRecord) => {
    use({ record, runs: [], worked: new Set() });
    for (const id of sessions.keys()) {
      if (sessions.size <= maximumSessions) break;
      forget(id);
    }
  };
  const waiting = () => [...runs.values()].map(({ record }) => record).filter(({ pending }) => pending !== undefined);
  const runsOf = (session: StoredSession | undefined) =>
    (session?.runs ?? []).map((id) => runs.get(id)?.record).filter((record) => record !== undefined);

  return {
    id: 'memory',
    audit,
    budgets: createMemoryBudgets(),
    investigations: createMemoryInvestigations(investigations, (run) => runs.has(run)),
    alerts: createMemoryAlerts(),
    async createSession(record) {
      addSession(record);
    },
    async session(owner, id) {
      return owned(owner, id)?.record;
    },
    async sessions(owner) {
      return [...sessions.values()]
        .map(({ record }) => record)
        .filter((record) => owns(owner, record))
        .reverse();
    },
    async deleteSession(owner, id) {
      if (owned(owner, id) === undefined) return false;
      forget(id);
      return true;
    },
    async deleteSubject(subject, workspace) {
      const said = [...sessions.values()].filter(
        ({ record }) => record.subject === subject && record.workspace === (workspace ?? record.workspace),
      );
      for (const { record } of said) forget(record.id);
      return said.length;
    },
    async toolHasWorked(owner, session, tool) {
      return owned(owner, session)?.worked.has(tool) ?? false;
    },
    async createRun(record, { session: begun, events: drafts } = { events: [] }) {
      if (begun !== undefined) addSession(begun);
      const session = sessions.get(record.session);
      if (session === undefined) throw new HexaopsError('not-found', 'this session is no longer there');
      const events = eventsOf(record, 0, drafts, record.createdAt);
      runs.set(record.id, { record: { ...record, sequence: events.length }, events: [...events] });
      session.runs.push(record.id);
      session.record = { ...session.record, lastUsedAt: record.createdAt };
      use(session);
      return events;
    },
    async run(owner, id) {
      const run = runs.get(id)?.record;
      return run !== undefined && owns(owner, run) ? run : undefined;
    },
    async runsOfSession(owner, session) {
      return runsOf(owned(owner, session)).filter((record) => owns(owner, record));
    },
    async lastRun(owner, session) {
      return runsOf(owned(owner, session))
        .filter((record) => owns(owner, record))
        .at(-1);
    },
    async pendingApprovals(workspace) {
      return waiting().filter((record) => record.workspace === workspace);
    },
    async runOfApproval(workspace, approval) {
      return waiting().find((record) => record.workspace === workspace && record.pending?.approval === approval);
    },
    async expiredApprovals(now, limit) {
      const expiry = ({ pending }: RunRecord) => pending?.expiresAt ?? Infinity;
      return waiting()
        .filter((record) => expiry(record) <= now)
        .sort((left, right) => expiry(left) - expiry(right))
        .slice(0, limit);
    },
    async append({ run: id, after, events: drafts, status, now, pending, worked = [], audit: entries }) {
      const run = runs.get(id);
      if (run === undefined) throw new HexaopsError('not-found', 'this run is no longer there');
      if (run.record.sequence !== after) {
        throw new HexaopsError('conflict', 'somebody else has gone on with this run', {
          nextStep: 'read its events, and follow the run from there',
        });
      }
      const writeAudit = entries && audit.prepare(entries, now);
      const { session } = run.record;
      const events = eventsOf(run.record, after, drafts, now);
      writeAudit?.();
      run.events.push(...events);
      const { pending: _, ...record } = run.record;
      run.record = { ...record, sequence: after + events.length, status, ...(pending === null ? {} : { pending }) };
      for (const tool of worked) sessions.get(session)?.worked.add(tool);
      return events;
    },
    async events(id, after) {
      return (runs.get(id)?.events ?? []).slice(after);
    },
  };
}

/** As they are kept and given back. A draft that is frozen is taken to be so throughout, and needs no copy; its event is frozen, too. */
function eventsOf(
  { id: run, session }: RunRecord,
  after: number,
  drafts: readonly RunEventDraft[],
  now: number,
): readonly RunEvent[] {
  const time = timeOf(now);
  return drafts.map((draft, index): RunEvent => {
    const isFrozen = Object.isFrozen(draft);
    const own = isFrozen ? draft : structuredClone(draft);
    const event: RunEvent = { ...own, run, session, sequence: after + index + 1, time, version: 1 };
    return isFrozen ? Object.freeze(event) : event;
  });
}
