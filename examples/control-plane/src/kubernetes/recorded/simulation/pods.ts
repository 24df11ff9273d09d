import { resourceNamed } from '../../resources.ts';
import type { Condition, Node, Pod, PodSpec, PodStatus, ReplicaSet } from '../../kinds.ts';
import { chooseNode, nodesOf } from './scheduling.ts';
import { generatedAddress, generatedSuffix, generatedUid } from './world.ts';
import type { World } from './world.ts';

const pods = resourceNamed('pods');

export function podsOf(world: World, replicaSet: ReplicaSet): Pod[] {
  const { namespace = '', uid, name } = replicaSet.metadata;
  return (world.store.inNamespace(pods, namespace) as Pod[]).filter((pod) =>
    pod.metadata.ownerReferences?.some(
      (owner) => owner.kind === 'ReplicaSet' && (uid === undefined ? owner.name === name : owner.uid === uid),
    ),
  );
}

export function isReady(pod: Pod): boolean {
  return pod.status.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
}

export function isUnschedulable(pod: Pod): boolean {
  return pod.status.conditions?.some(({ type, status }) => type === 'PodScheduled' && status === 'False') ?? false;
}

/**
 * Creates a pod from the set's template. `example` is a pod with the same specification: what ails it ails the new one,
 * for nothing that the simulation knows would have cured it. Without one the pod becomes ready where a node takes it.
 */
export function createPod(world: World, replicaSet: ReplicaSet, example: Pod | undefined): Pod {
  const { namespace = '', name: setName, uid: setUid = '' } = replicaSet.metadata;
  const template = replicaSet.spec.template;
  const name = freeName(world, namespace, setName);
  const spec = structuredClone(template.spec);
  const everyNode = nodesOf(world.store);
  const node = chooseNode(world.store, spec, example?.spec.nodeName);
  if (node !== undefined) spec.nodeName = node.metadata.name;
  const unschedulable =
    (everyNode.length > 0 && node === undefined) || (example !== undefined && isUnschedulable(example));
  if (unschedulable) delete spec.nodeName;
  return world.store.put<Pod>({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      generateName: `${setName}-`,
      namespace,
      uid: generatedUid(`${namespace}/${name}`),
      creationTimestamp: world.time,
      labels: { ...template.metadata?.labels },
      ...(template.metadata?.annotations && { annotations: { ...template.metadata.annotations } }),
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: setName,
          uid: setUid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec,
    status: unschedulable
      ? pendingStatus(world, example)
      : startedStatus(world, `${namespace}/${name}`, spec, node, example),
  });
}

/** Puts a pod that waited for a node onto this one, where it becomes ready. */
export function startOn(world: World, pod: Pod, node: Node): Pod {
  const { namespace = '', name } = pod.metadata;
  const spec = { ...pod.spec, nodeName: node.metadata.name };
  const status = startedStatus(world, `${namespace}/${name}`, spec, node, undefined);
  return world.store.put<Pod>({ ...pod, spec, status });
}

function freeName(world: World, namespace: string, setName: string): string {
  for (let attempt = 0; ; attempt += 1) {
    const name = `${setName}-${generatedSuffix(`${namespace}/${setName} ${world.time} ${attempt}`, 5)}`;
    if (world.store.get(pods, { namespace, name }) === undefined) return name;
  }
}

function startedStatus(
  world: World,
  seed: string,
  spec: PodSpec,
  node: Node | undefined,
  example: Pod | undefined,
): PodStatus {
  const taken = new Set((world.store.all(pods) as Pod[]).map((pod) => pod.status.podIP ?? ''));
  const podIP = generatedAddress(seed, taken);
  const hostIP = node?.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address;
  const place = { ...(hostIP !== undefined && { hostIP }), podIP, podIPs: [{ ip: podIP }], startTime: world.time };
  if (example !== undefined && !isReady(example)) {
    const ailing = structuredClone(example.status);
    for (const container of ailing.containerStatuses ?? []) container.restartCount = 0;
    return { ...ailing, ...place };
  }
  return {
    phase: 'Running',
    conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) =>
      condition(world, type, 'True'),
    ),
    ...place,
    qosClass: example?.status.qosClass ?? 'Burstable',
    containerStatuses: spec.containers.map(({ name, image = '' }) => ({
      name,
      ready: true,
      started: true,
      restartCount: 0,
      image,
      imageID: image,
      containerID: `containerd://${generatedUid(`${seed}/${name}`).replaceAll('-', '')}`,
      state: { running: { startedAt: world.time } },
      lastState: {},
    })),
  };
}

function pendingStatus(world: World, example: Pod | undefined): PodStatus {
  const known = example?.status.conditions?.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  const count = nodesOf(world.store).length;
  const message = known?.message ?? `0/${count} nodes are available: ${count} node(s) were unschedulable.`;
  return {
    phase: 'Pending',
    conditions: [{ ...condition(world, 'PodScheduled', 'False'), reason: 'Unschedulable', message }],
    qosClass: example?.status.qosClass ?? 'Burstable',
  };
}

function condition(world: World, type: string, status: string): Condition {
  return { type, status, lastTransitionTime: world.time };
}
