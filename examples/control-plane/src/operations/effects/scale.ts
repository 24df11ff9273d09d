import { changeTarget, described, targetOf } from '../effect.ts';
import type { Effect } from '../effect.ts';

const mostReplicas = 1000;

/** `{ deployment, replicas }` */
export const scale: Effect = async (context, parameters) => {
  const target = targetOf(parameters, 'deployments', 'deployment', 'name');
  const replicas = parameters.integer('replicas', 0, mostReplicas);
  const changed = await changeTarget(context, target, () => ({ spec: { replicas } }));
  return {
    message: `${target.name} ${context.isDry === true ? 'would be' : 'is'} scaled to ${replicas}`,
    resource: described(changed),
  };
};
