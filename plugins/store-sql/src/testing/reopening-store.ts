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
    audit: {
      register: (sinks) => once(({ audit }) => audit.register(sinks)),
      batch: (sink, limit, bytes) => once(({ audit }) => audit.batch(sink, limit, bytes)),
      acknowledge: (sink, batch) => once(({ audit }) => audit.acknowledge(sink, batch)),
      records: (after, limit) => once(({ audit }) => audit.records(after, limit)),
      heads: () => once(({ audit }) => audit.heads()),
      waiting: () => once(({ audit }) => audit.waiting()),
      prune: (before) => once(({ audit }) => audit.prune(before)),
    },
    budgets: {
      spend: (scope, window, amount, limit) => once(({ budgets }) => budgets.spend(scope, window, amount, limit)),
    },
    investigations: {
      keep: (investigation) => once(({ investigations }) => investigations.keep(investigation)),
      begin: (investigation, restsUntil) =>
        once(({ investigations }) => investigations.begin(investigation, restsUntil)),
      take: (now, until) => once(({ investigations }) => investigations.take(now, until)),
      hold: (workspace, id, until) => once(({ investigations }) => investigations.hold(workspace, id, until)),
      get: (workspace, id) => once(({ investigations }) => investigations.get(workspace, id)),
      list: (workspace, limit, fingerprint) =>
        once(({ investigations }) => investigations.list(workspace, limit, fingerprint)),
    },
    alerts: {
      update: (workspace, fingerprints, next) => once(({ alerts }) => alerts.update(workspace, fingerprints, next)),
      list: (workspace, limit) => once(({ alerts }) => alerts.list(workspace, limit)),
      prune: (workspace, most) => once(({ alerts }) => alerts.prune(workspace, most)),
    },
    createSession: (session) => once((store) => store.createSession(session)),
    session: (owner, id) => once((store) => store.session(owner, id)),
    sessions: (owner) => once((store) => store.sessions(owner)),
    deleteSession: (owner, id) => once((store) => store.deleteSession(owner, id)),
    deleteSubject: (subject, workspace) => once((store) => store.deleteSubject(subject, workspace)),
    toolHasWorked: (owner, session, tool) => once((store) => store.toolHasWorked(owner, session, tool)),
    createRun: (run, beginning) => once((store) => store.createRun(run, beginning)),
    run: (owner, id) => once((store) => store.run(owner, id)),
    lastRun: (owner, session) => once((store) => store.lastRun(owner, session)),
    pendingApprovals: (workspace) => once((store) => store.pendingApprovals(workspace)),
    runOfApproval: (workspace, approval) => once((store) => store.runOfApproval(workspace, approval)),
    expiredApprovals: (now, limit) => once((store) => store.expiredApprovals(now, limit)),
    runsOfSession: (owner, session) => once((store) => store.runsOfSession(owner, session)),
    append: (append) => once((store) => store.append(append)),
    events: (run, after) => once((store) => store.events(run, after)),
  };
}
