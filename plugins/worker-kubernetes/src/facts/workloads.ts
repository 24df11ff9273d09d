import type { ObjectReference } from '@hexaops/core';
import type { Deployment, LabelSelector, Pod, PodTemplate, ReplicaSet } from '../cluster/objects.ts';
import type { PodSpec } from './parts.ts';
import type { ClusterSnapshot } from '../cluster/snapshot.ts';
import { keyOf, referenceOf } from './fact.ts';
import { append } from './labels.ts';

/** What a person deployed: the top of the chain of owners of a pod. */
export interface Workload {
  readonly object: ObjectReference;
  readonly namespace: string;
  readonly template: PodTemplate;
  readonly selector: LabelSelector | undefined;
  /** Undefined where the kind has no number of its own. */
  readonly desired: number | undefined;
  readonly ready: number;
  /** Those that are neither finished nor being deleted, in the order of names. */
  readonly pods: Pod[];
  /** Reference and conditions of what creates the pods now: the current ReplicaSet of a Deployment, else itself. */
  readonly creator: ObjectReference;
  /** ReplicaSets of earlier revisions, the newest first. */
  readonly earlier: readonly ReplicaSet[];
  readonly conditions: readonly {
    readonly type?: string | undefined;
    readonly status?: string | undefined;
    readonly message?: string | undefined;
  }[];
}

export function podSpecOf(workload: Workload): PodSpec {
  return workload.template.spec ?? workload.pods[0]?.spec ?? {};
}

export function labelsOf(workload: Workload): Readonly<Record<string, string | undefined>> {
  return workload.template.metadata?.labels ?? {};
}

/** The workloads of a snapshot with their pods, by reference. Pods without an owner that was read are their own. */
export function readWorkloads(snapshot: ClusterSnapshot): ReadonlyMap<string, Workload> {
  const workloads = new Map<string, Workload>();
  const revisions = groupRevisions(snapshot.list('ReplicaSet'));
  for (const deployment of snapshot.list('Deployment')) {
    add(workloads, fromDeployment(deployment, revisions.get(keyOf(referenceOf(deployment))) ?? []));
  }
  for (const kind of ['StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job'] as const) {
    for (const object of snapshot.list(kind)) {
      const { spec, status } = object;
      const owned = (object.metadata.ownerReferences ?? []).some(({ controller }) => controller === true);
      if (owned && kind === 'ReplicaSet') continue;
      add(workloads, {
        ...common(object, spec?.template, spec?.selector),
        desired: desiredOf(object),
        ready: status === undefined ? 0 : readyOf(status),
        conditions: status?.conditions ?? [],
      });
    }
  }
  const owners = ownersOfReplicaSets(snapshot.list('ReplicaSet'));
  for (const pod of snapshot.list('Pod')) {
    if (isFinished(pod)) continue;
    const reference = ownerOf(pod, owners);
    const owner = workloads.get(keyOf(reference)) ?? add(workloads, fromPod(pod, reference));
    owner.pods.push(pod);
  }
  for (const { pods } of workloads.values()) pods.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  return workloads;
}

function isFinished(pod: Pod): boolean {
  return (
    pod.metadata.deletionTimestamp !== undefined || pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'
  );
}

function common(
  object: { readonly kind: string; readonly metadata: { readonly name: string; readonly namespace: string } },
  template: PodTemplate | undefined,
  selector: LabelSelector | undefined,
) {
  const reference = referenceOf(object);
  return {
    object: reference,
    namespace: object.metadata.namespace,
    template: template ?? {},
    selector,
    pods: [],
    creator: reference,
    earlier: [],
  };
}

function fromDeployment(deployment: Deployment, revisions: readonly ReplicaSet[]): Workload {
  const [current, ...earlier] = revisions;
  return {
    ...common(deployment, deployment.spec?.template, deployment.spec?.selector),
    desired: deployment.spec?.replicas ?? 1,
    ready: deployment.status?.readyReplicas ?? 0,
    creator: referenceOf(current ?? deployment),
    earlier,
    conditions: deployment.status?.conditions ?? [],
  };
}

function fromPod(pod: Pod, reference: ObjectReference): Workload {
  const { labels } = pod.metadata;
  return {
    ...common(
      pod,
      { metadata: labels === undefined ? {} : { labels }, ...(pod.spec === undefined ? {} : { spec: pod.spec }) },
      undefined,
    ),
    object: reference,
    creator: reference,
    desired: undefined,
    ready: 0,
    conditions: [],
  };
}

function desiredOf(object: {
  readonly kind: string;
  readonly spec?: object | undefined;
  readonly status?: object | undefined;
}): number | undefined {
  const { kind, spec, status } = object;
  if (kind === 'DaemonSet') return numberIn(status, 'desiredNumberScheduled');
  if (kind === 'Job') return undefined;
  return numberIn(spec, 'replicas') ?? 1;
}

function readyOf(status: object): number {
  return numberIn(status, 'readyReplicas') ?? numberIn(status, 'numberReady') ?? 0;
}

function numberIn(object: object | undefined, name: string): number | undefined {
  const value: unknown = object === undefined ? undefined : Reflect.get(object, name);
  return typeof value === 'number' ? value : undefined;
}

/** ReplicaSets by their Deployment, the newest revision first. */
function groupRevisions(replicaSets: readonly ReplicaSet[]): Map<string, ReplicaSet[]> {
  const groups = new Map<string, ReplicaSet[]>();
  for (const replicaSet of replicaSets) {
    const owner = (replicaSet.metadata.ownerReferences ?? []).find(({ kind }) => kind === 'Deployment');
    if (owner?.name === undefined) continue;
    const key = keyOf({ kind: 'Deployment', namespace: replicaSet.metadata.namespace, name: owner.name });
    append(groups, key, replicaSet);
  }
  for (const group of groups.values()) group.sort((a, b) => revisionOf(b) - revisionOf(a) || age(b) - age(a));
  return groups;
}

function revisionOf({ metadata }: ReplicaSet): number {
  return Number(metadata.annotations?.['deployment.kubernetes.io/revision'] ?? 0);
}

function age({ metadata }: ReplicaSet): number {
  return Date.parse(metadata.creationTimestamp ?? '') || 0;
}

function ownersOfReplicaSets(replicaSets: readonly ReplicaSet[]): Map<string, ObjectReference> {
  const owners = new Map<string, ObjectReference>();
  for (const { kind, metadata } of replicaSets) {
    const owner = (metadata.ownerReferences ?? []).find(({ controller }) => controller === true);
    if (owner?.kind === undefined || owner.name === undefined) continue;
    const { name, namespace } = metadata;
    owners.set(keyOf({ kind, namespace, name }), { kind: owner.kind, namespace, name: owner.name });
  }
  return owners;
}

function ownerOf(pod: Pod, owners: ReadonlyMap<string, ObjectReference>): ObjectReference {
  const { namespace, labels, ownerReferences } = pod.metadata;
  const controller = (ownerReferences ?? []).find((owner) => owner.controller === true);
  if (controller?.kind === undefined || controller.name === undefined || controller.kind === 'Node')
    return referenceOf(pod);
  const direct = { kind: controller.kind, namespace, name: controller.name };
  if (controller.kind !== 'ReplicaSet') return direct;
  const hash = labels?.['pod-template-hash'];
  const known = owners.get(keyOf(direct));
  if (known !== undefined || hash === undefined || !controller.name.endsWith(`-${hash}`)) return known ?? direct;
  // The ReplicaSet was not read; a Deployment names its ReplicaSets NAME-HASH.
  return { kind: 'Deployment', namespace, name: controller.name.slice(0, -hash.length - 1) };
}

function add(workloads: Map<string, Workload>, workload: Workload): Workload {
  workloads.set(keyOf(workload.object), workload);
  return workload;
}
