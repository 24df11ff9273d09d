import type { Effect } from '../effect.ts';

/** A vCluster's own control plane restarts without any of its objects changing. */
export const restartVcluster: Effect = async ({ workspace }) => ({
  message: `the vCluster of workspace ${workspace.id} is restarting`,
});
