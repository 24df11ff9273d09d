import { HexaopsError } from '../errors.ts';
import type { Owner, RunRecord, SessionRecord, Store } from '../extension/store.ts';
import type { RunEvent } from '../run/events.ts';

export interface MemoryStoreOptions {
  /** The least recently used sessions over this number are forgotten. */
  readonly maximumSessions: number;
}

interface StoredRun {
  record: RunRecord;
  readonly events: RunEvent[];
}

/** A store that lives as long as the process: for tests, for the command, and for those who need no more. */
export function createMemoryStore({ maximumSessions }: MemoryStoreOptions = { maximumSessions: 10_000 }): Store {
  const sessions = new Map<string, SessionRecord>();
  const runs = new Map<string, StoredRun>();
  const runsBySession = new Map<string, string[]>();

  const owns = (owner: Owner, record: Owner) =>
    owner.subject === record.subject && owner.workspace === record.workspace;
  const forget = (id: string) => {
    for (const run of runsBySession.get(id) ?? []) runs.delete(run);
    runsBySession.delete(id);
    sessions.delete(id);
  };
  const use = (record: SessionRecord) => {
    sessions.delete(record.id);
    sessions.set(record.id, record);
  };

  return {
    id: 'memory',
    async createSession(session) {
      use(session);
      for (const id of sessions.keys()) {
        if (sessions.size <= maximumSessions) break;
        forget(id);
      }
    },
    async session(owner, id) {
      const record = sessions.get(id);
      return record !== undefined && owns(owner, record) ? record : undefined;
    },
    async sessions(owner) {
      return [...sessions.values()].filter((record) => owns(owner, record)).reverse();
    },
    async deleteSession(owner, id) {
      const record = sessions.get(id);
      if (record === undefined || !owns(owner, record)) return false;
      forget(id);
      return true;
    },
    async createRun(record) {
      if (!sessions.has(record.session)) throw new HexaopsError('not-found', 'this session is no longer there');
      runs.set(record.id, { record, events: [] });
      runsBySession.set(record.session, [...(runsBySession.get(record.session) ?? []), record.id]);
      const session = sessions.get(record.session);
      if (session !== undefined) use({ ...session, lastUsedAt: record.createdAt });
    },
    async run(owner, id) {
      const run = runs.get(id)?.record;
      return run !== undefined && owns(owner, run) ? run : undefined;
    },
    async suspendedRuns(workspace) {
      return [...runs.values()]
        .map(({ record }) => record)
        .filter((record) => record.workspace === workspace && record.status === 'suspended');
    },
    async runInWorkspace(workspace, id) {
      const run = runs.get(id)?.record;
      return run?.workspace === workspace ? run : undefined;
    },
    async runsOfSession(owner, session) {
      return (runsBySession.get(session) ?? [])
        .map((id) => runs.get(id)?.record)
        .filter((record): record is RunRecord => record !== undefined && owns(owner, record));
    },
    async append(id, after, drafts, status, now) {
      const run = runs.get(id);
      if (run === undefined) throw new HexaopsError('not-found', 'this run is no longer there');
      if (run.record.sequence !== after) {
        throw new HexaopsError('conflict', 'somebody else has gone on with this run', {
          nextStep: 'read its events, and follow the run from there',
        });
      }
      const time = new Date(now).toISOString();
      const events = drafts.map((draft, index): RunEvent => ({
        ...structuredClone(draft),
        run: id,
        session: run.record.session,
        sequence: after + index + 1,
        time,
        version: 1,
      }));
      run.events.push(...events);
      run.record = { ...run.record, sequence: after + events.length, status };
      return events;
    },
    async events(id, after) {
      return (runs.get(id)?.events ?? []).slice(after);
    },
  };
}
