import { resourceNamed } from '../../resources.ts';
import type { Deployment, Node, Pod } from '../../kinds.ts';
import { refreshDeploymentStatus } from './deployments.ts';
import { refreshEndpointsOfPods } from './endpoints.ts';
import { isUnschedulable, startOn } from './pods.ts';
import { replicaSetsOf } from './replica-sets.ts';
import { fits } from './scheduling.ts';
import type { World } from './world.ts';

const pods = resourceNamed('pods');
const deployments = resourceNamed('deployments');

/** The taint follows the cordon; pods that waited because of it, and that fit, start on the node. */
export function reconcileNode(world: World, node: Node): Node {
  const others = (node.spec.taints ?? []).filter(({ key }) => key !== 'node.kubernetes.io/unschedulable');
  const cordon = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
  const isCordoned = node.spec.unschedulable === true;
  const taints = isCordoned ? [...others, cordon] : others;
  const { taints: _replaced, ...spec } = node.spec;
  const settled = world.store.put<Node>({ ...node, spec: { ...spec, ...(taints.length > 0 && { taints }) } });
  if (!isCordoned) startWaitingPods(world, settled);
  return settled;
}

function startWaitingPods(world: World, node: Node): void {
  const waiting = (world.store.all(pods) as Pod[]).filter(
    (pod) => isUnschedulable(pod) && waitsForCordonedNode(pod) && fits(pod.spec, node),
  );
  const started = waiting.map((pod) => startOn(world, pod, node));
  for (const namespace of new Set(started.map((pod) => pod.metadata.namespace ?? ''))) {
    const here = started.filter((pod) => pod.metadata.namespace === namespace);
    refreshEndpointsOfPods(world, namespace, here);
    const owners = new Set(here.flatMap((pod) => pod.metadata.ownerReferences ?? []).map(({ name }) => name));
    for (const deployment of world.store.inNamespace(deployments, namespace) as Deployment[]) {
      const isTheirs = replicaSetsOf(world, deployment).some((set) => owners.has(set.metadata.name));
      if (isTheirs) refreshDeploymentStatus(world, deployment);
    }
  }
}

function waitsForCordonedNode(pod: Pod): boolean {
  return pod.status.conditions?.some(({ message }) => message?.includes('unschedulable')) ?? false;
}
