import { changeTarget, described, targetOf } from '../effect.ts';
import type { Effect } from '../effect.ts';
import type { Clock } from '../../clock.ts';

const restartAnnotation = 'kubectl.kubernetes.io/restartedAt';

/** `{ deployment }`: as `kubectl rollout restart` does it. */
export function restartDeployment(clock: Clock): Effect {
  return async (context, parameters) => {
    const target = targetOf(parameters, 'deployments', 'deployment', 'name');
    const restartedAt = new Date(clock.now()).toISOString();
    const changed = await changeTarget(context, target, () => ({
      spec: { template: { metadata: { annotations: { [restartAnnotation]: restartedAt } } } },
    }));
    return {
      message: `${target.name} ${context.isDry === true ? 'would restart' : 'is restarting'}`,
      resource: described(changed),
    };
  };
}
