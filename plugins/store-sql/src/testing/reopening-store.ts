import type { Store } from '@hexaops/core';
import type { SqlStore } from '../sql-store.ts';

/** A store that is opened for each call and closed after it: whatever it gives came from the disk. */
export function reopeningStore(create: () => SqlStore): Store {
  async function once<T>(call: (store: SqlStore) => Promise<T>): Promise<T> {
    await using store = create();
    await store.open();
    return await call(store);
  }
  return {
    id: 'reopening',
    createSession: (session) => once((store) => store.createSession(session)),
    session: (owner, id) => once((store) => store.session(owner, id)),
    sessions: (owner) => once((store) => store.sessions(owner)),
    deleteSession: (owner, id) => once((store) => store.deleteSession(owner, id)),
    createRun: (run) => once((store) => store.createRun(run)),
    run: (owner, id) => once((store) => store.run(owner, id)),
    suspendedRuns: (workspace) => once((store) => store.suspendedRuns(workspace)),
    runInWorkspace: (workspace, id) => once((store) => store.runInWorkspace(workspace, id)),
    runsOfSession: (owner, session) => once((store) => store.runsOfSession(owner, session)),
    append: (run, after, events, status, now) => once((store) => store.append(run, after, events, status, now)),
    events: (run, after) => once((store) => store.events(run, after)),
  };
}
