import { canonicalText } from '../../../json.ts';
import type { Condition, Deployment, Pod, PodTemplate, ReplicaSet, WorkloadStatus } from '../../kinds.ts';
import { refreshEndpointsOfPods } from './endpoints.ts';
import { recordEvent } from './events.ts';
import { createPod, isReady, isUnschedulable, podsOf } from './pods.ts';
import { replicaSetForTemplate, replicaSetsOf, revisionOf, templateText, withRevision } from './replica-sets.ts';
import type { World } from './world.ts';

/** Brings about, at once, what the controllers would in time: sets, pods, statuses and endpoints of one deployment. */
export function reconcileDeployment(world: World, before: Deployment, after: Deployment): Deployment {
  const isRollout = templateText(before.spec.template) !== templateText(after.spec.template);
  const newest = isRollout ? undefined : replicaSetsOf(world, after)[0];
  const current = newest ?? replicaSetForTemplate(world, after);
  const changed: Pod[] = [];
  const example = exampleFor(world, after, current.spec.template);
  for (const old of replicaSetsOf(world, after)) {
    if (old.metadata.name !== current.metadata.name) changed.push(...resize(world, after, old, 0, undefined));
  }
  changed.push(...resize(world, after, current, after.spec.replicas ?? 1, example));
  refreshEndpointsOfPods(world, after.metadata.namespace ?? '', changed);
  return refreshDeploymentStatus(world, withRevision(after, revisionOf(current)));
}

/** Counts the pods of the deployment's sets again, and says so in the statuses. */
export function refreshDeploymentStatus(world: World, deployment: Deployment): Deployment {
  let updated: Pod[] = [];
  const all: Pod[] = [];
  for (const [index, set] of replicaSetsOf(world, deployment).entries()) {
    const pods = podsOf(world, set);
    if (index === 0) updated = pods;
    all.push(...pods);
    const failing = (set.status?.conditions ?? []).filter(
      ({ type }) => type === 'ReplicaFailure' && pods.length < (set.spec.replicas ?? 1),
    );
    const status = { ...counts(pods), fullyLabeledReplicas: pods.length, conditions: failing };
    if (canonicalText(status) !== canonicalText(set.status)) world.store.put<ReplicaSet>({ ...set, status });
  }
  const wanted = deployment.spec.replicas ?? 1;
  const ready = all.filter(isReady).length;
  return world.store.put<Deployment>({
    ...deployment,
    status: {
      ...counts(all),
      updatedReplicas: updated.length,
      ...(ready < wanted && { unavailableReplicas: wanted - ready }),
      ...(deployment.metadata.generation !== undefined && { observedGeneration: deployment.metadata.generation }),
      conditions: conditionsOf(world, deployment, ready, updated.length >= wanted),
    },
  });
}

function counts(pods: readonly Pod[]): WorkloadStatus {
  const ready = pods.filter(isReady).length;
  return { replicas: pods.length, ...(ready > 0 && { readyReplicas: ready, availableReplicas: ready }) };
}

function conditionsOf(world: World, deployment: Deployment, ready: number, isComplete: boolean): Condition[] {
  const wanted = deployment.spec.replicas ?? 1;
  const old = deployment.status?.conditions ?? [];
  const isAvailable = ready >= Math.ceil(wanted * 0.75);
  const kept = old.filter(({ type }) => type !== 'Available' && (type !== 'ReplicaFailure' || !isComplete));
  return [
    {
      type: 'Available',
      status: isAvailable ? 'True' : 'False',
      reason: isAvailable ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
      message: `Deployment ${isAvailable ? 'has' : 'does not have'} minimum availability.`,
      lastUpdateTime: world.time,
      lastTransitionTime: world.time,
    },
    ...kept,
  ];
}

/** A pod, of any revision, with the very specification of the template: first one that waits for a node, then a ready one. */
function exampleFor(world: World, deployment: Deployment, template: PodTemplate): Pod | undefined {
  const specification = canonicalText(template.spec);
  const alike = replicaSetsOf(world, deployment)
    .filter((set) => canonicalText(set.spec.template.spec) === specification)
    .flatMap((set) => podsOf(world, set));
  return alike.find(isUnschedulable) ?? alike.find(isReady) ?? alike[0];
}

/** Returns the pods that came or went. Not ready pods go first, then the youngest. */
function resize(
  world: World,
  deployment: Deployment,
  set: ReplicaSet,
  replicas: number,
  example: Pod | undefined,
): Pod[] {
  const pods = podsOf(world, set);
  const before = set.spec.replicas ?? 1;
  if (before !== replicas) {
    world.store.put<ReplicaSet>({ ...set, spec: { ...set.spec, replicas } });
    const message = `Scaled ${replicas < before ? 'down' : 'up'} replica set ${set.metadata.name} to ${replicas} from ${before}`;
    recordEvent(world, deployment, { reason: 'ScalingReplicaSet', message, component: 'deployment-controller' });
  }
  const refused = set.status?.conditions?.some(({ type, status }) => type === 'ReplicaFailure' && status === 'True');
  const missing = refused === true ? 0 : replicas - pods.length;
  if (missing >= 0) return Array.from({ length: missing }, () => createPod(world, set, example));
  const surplus = pods.toSorted(byDeletionOrder).slice(0, pods.length - replicas);
  for (const pod of surplus) world.store.delete(pod);
  return surplus;
}

function byDeletionOrder(left: Pod, right: Pod): number {
  if (isReady(left) !== isReady(right)) return isReady(left) ? 1 : -1;
  const [younger, older] = [right.metadata.creationTimestamp ?? '', left.metadata.creationTimestamp ?? ''];
  return younger === older ? (left.metadata.name < right.metadata.name ? -1 : 1) : younger < older ? -1 : 1;
}
