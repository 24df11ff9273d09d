import { described, findTarget, targetOf } from '../effect.ts';
import type { Effect } from '../effect.ts';
import type { JsonObject } from '../../json.ts';
import type { KubernetesObject } from '../../kubernetes/object.ts';
import { resourceNamed } from '../../kubernetes/resources.ts';
import { Problem } from '../../problem.ts';

/** `{ application, target_cpu_percent?, target_memory_percent?, min_replicas, max_replicas }` */
export const autoscaleApplication: Effect = async (context, parameters) => {
  const target = targetOf(parameters, 'deployments', 'application');
  const minimum = parameters.integer('min_replicas', 1, 1000);
  const maximum = parameters.integer('max_replicas', 1, 1000);
  if (maximum < minimum) throw new Problem(400, 'max_replicas must not be less than min_replicas');
  const metrics = [
    ...utilization('cpu', parameters.optionalInteger('target_cpu_percent', 1, 100)),
    ...utilization('memory', parameters.optionalInteger('target_memory_percent', 1, 100)),
  ];
  if (metrics.length === 0) throw new Problem(400, 'target_cpu_percent or target_memory_percent is required');
  const { metadata } = await findTarget(context, target);
  const autoscaler = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: target.name, ...(metadata.namespace !== undefined && { namespace: metadata.namespace }) },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: target.name },
      minReplicas: minimum,
      maxReplicas: maximum,
      metrics,
    },
  } as KubernetesObject & JsonObject;
  const applied = await context.cluster.apply(resourceNamed('horizontalpodautoscalers'), autoscaler);
  return { message: `${target.name} scales by itself from ${minimum} to ${maximum}`, resource: described(applied) };
};

function utilization(name: string, averageUtilization: number | undefined): JsonObject[] {
  if (averageUtilization === undefined) return [];
  return [{ type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization } } }];
}
