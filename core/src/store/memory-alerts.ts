import type { AlertRecord, Alerts } from '../extension/store.ts';

/** The alerts of a process. */
export function createMemoryAlerts(): Alerts {
  const workspaces = new Map<string, Map<string, AlertRecord>>();
  const listed = (workspace: string) => [...(workspaces.get(workspace)?.values() ?? [])].sort(firingFirst);
  return {
    async update(workspace, fingerprints, next) {
      const alerts = workspaces.get(workspace) ?? new Map<string, AlertRecord>();
      workspaces.set(workspace, alerts);
      for (const fingerprint of fingerprints) {
        const made = next(fingerprint, alerts.get(fingerprint));
        if (made !== undefined) alerts.set(fingerprint, structuredClone({ ...made, workspace, fingerprint }));
      }
    },
    async list(workspace, limit) {
      return listed(workspace).slice(0, limit);
    },
    async prune(workspace, most) {
      const gone = listed(workspace).slice(most);
      for (const { fingerprint } of gone) workspaces.get(workspace)?.delete(fingerprint);
      return gone.length;
    },
  };
}

function firingFirst(left: AlertRecord, right: AlertRecord): number {
  if (left.status !== right.status) return left.status === 'firing' ? -1 : 1;
  return right.lastSeenAt - left.lastSeenAt || (left.fingerprint < right.fingerprint ? -1 : 1);
}
