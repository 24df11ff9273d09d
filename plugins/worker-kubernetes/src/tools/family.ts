import type { ObjectReference } from '@hexaops/core';
import type { ClusterSnapshot, Pod } from '../cluster/index.ts';
import { matchesLabels } from '../facts/labels.ts';
import { readWorkloads } from '../facts/workloads.ts';
import { keyOf } from '../facts/fact.ts';
import { byNeed } from './workload-pods.ts';

/** What people mean by an object beside itself: a service's pods and what runs them, a workload's pods and Services, a pod's workload. */
export interface Family {
  readonly references: readonly ObjectReference[];
  /** Those that are not well first. */
  readonly pods: readonly Pod[];
}

export function familyOf(snapshot: ClusterSnapshot, object: ObjectReference): Family {
  const workloads = readWorkloads(snapshot);
  const pods = workloads.get(keyOf(object))?.pods ?? podsOf(snapshot, object);
  const members = new Set(pods);
  const owners = [...workloads.values()].filter((workload) => workload.pods.some((pod) => members.has(pod)));
  const near = [object, ...owners.map((owner) => owner.object)];
  const references = [...near, ...namesakesOf(snapshot, near), ...pods.map(referenceOf)];
  return { references, pods: pods.toSorted(byNeed) };
}

/** The Services that bear the name of a workload: also where their selector, which should say so, does not find it. */
function namesakesOf(snapshot: ClusterSnapshot, objects: readonly ObjectReference[]): readonly ObjectReference[] {
  const places = new Set(objects.map(({ namespace, name }) => `${namespace ?? ''}/${name}`));
  return snapshot
    .list('Service')
    .filter(({ metadata }) => places.has(`${metadata.namespace}/${metadata.name}`))
    .map(({ metadata: { namespace, name } }) => ({ kind: 'Service', namespace, name }));
}

function podsOf(snapshot: ClusterSnapshot, { kind, namespace, name }: ObjectReference): readonly Pod[] {
  const pods = snapshot.list('Pod').filter(({ metadata }) => metadata.namespace === namespace);
  if (kind === 'Pod') return pods.filter(({ metadata }) => metadata.name === name);
  if (kind !== 'Service') return [];
  const service = snapshot
    .list('Service')
    .find(({ metadata }) => metadata.namespace === namespace && metadata.name === name);
  const selector = service?.spec?.selector ?? {};
  if (Object.keys(selector).length === 0) return [];
  return pods.filter(({ metadata }) => matchesLabels(selector, metadata.labels ?? {}));
}

function referenceOf({ metadata }: Pod): ObjectReference {
  return { kind: 'Pod', namespace: metadata.namespace, name: metadata.name };
}
