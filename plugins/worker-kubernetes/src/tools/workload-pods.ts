import { HexaopsError, type ToolContext } from '@hexaops/core';
import type { Kind, ObjectsByKind, Pod } from '../cluster/index.ts';
import { matchesSelector } from '../facts/labels.ts';
import type { ClusterAccess, Reading } from './access.ts';
import { workloadKinds } from './arguments.ts';
import { isProblem, restartsOf } from './presentation/pod-status.ts';

export const podOwnerKinds = [...workloadKinds, 'ReplicaSet', 'Job', 'Pod'] as const satisfies readonly Kind[];
export type PodOwnerKind = (typeof podOwnerKinds)[number];

export interface OwnedPods {
  readonly kind: PodOwnerKind;
  readonly owner: ObjectsByKind[PodOwnerKind];
  /** Those that are not well first, then those that have restarted the most. */
  readonly pods: readonly Pod[];
  readonly reading: Pick<Reading<'Pod'>, 'query' | 'truncated' | 'unavailable'>;
}

/**
 * A workload, or a pod, with its pods. Without a kind the first kind that has an object of that name is meant. Raises
 * `not-found`.
 */
export async function podsOf(
  access: ClusterAccess,
  {
    kind,
    namespace,
    name,
  }: { readonly kind?: PodOwnerKind | undefined; readonly namespace: string; readonly name: string },
  context: ToolContext,
): Promise<OwnedPods> {
  for (const candidate of kind === undefined ? podOwnerKinds : [kind]) {
    const owner = await access.find(candidate, namespace, name, context);
    if (owner === undefined) continue;
    if (owner.kind === 'Pod') {
      const query = access.queries.get('Pod', namespace, name);
      return { kind: candidate, owner, pods: [owner], reading: { query, truncated: false, unavailable: [] } };
    }
    const reading = await access.list('Pod', context, namespace);
    const { selector } = owner.spec ?? {};
    const pods = reading.items.filter(({ metadata }) => matchesSelector(selector, metadata.labels ?? {}));
    return { kind: candidate, owner, pods: pods.toSorted(byNeed), reading };
  }
  throw new HexaopsError('not-found', `there is no ${kind ?? 'workload or pod'} ${namespace}/${name}`, {
    nextStep: 'ask for the list of deployments or of pods',
  });
}

/** Pods that are not well first, then those that have restarted the most. */
export function byNeed(a: Pod, b: Pod): number {
  return Number(isProblem(b)) - Number(isProblem(a)) || restartsOf(b) - restartsOf(a);
}
