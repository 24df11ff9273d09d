import type { Effect } from '../effect.ts';
import { resourceNamed } from '../../kubernetes/resources.ts';
import { Problem } from '../../problem.ts';

const levels = ['privileged', 'baseline', 'restricted'];

/** `{ policy: privileged | baseline | restricted }`: the pod security standard of all the workspace's namespaces. */
export const applySecurityPolicy: Effect = async ({ cluster, workspace }, parameters) => {
  const policy = parameters.text('policy');
  if (!levels.includes(policy)) throw new Problem(400, `policy must be one of ${levels.join(', ')}`);
  for (const name of workspace.namespaces) {
    await cluster.patch(
      resourceNamed('namespaces'),
      { namespace: null, name },
      { metadata: { labels: { 'pod-security.kubernetes.io/enforce': policy } } },
    );
  }
  return { message: `the policy ${policy} is enforced in ${workspace.namespaces.join(', ')}` };
};
