import type { ObjectReference } from '@hexaops/core';
import type { EvidenceReference as Reference, ShownFact } from '@hexaops/core/diagnosis';

export { evidenceOf, keyOfObject as keyOf } from '@hexaops/core/diagnosis';

/** The ways of looking at a cluster. */
export type EvidenceSource = 'object' | 'event' | 'log' | 'metric' | 'probe' | 'unit' | 'alert';

export type EvidenceReference = Reference<EvidenceSource>;

/**
 * Something true of the cluster, derived in code; `diagnose` rules look at its fields. `fact` is its type, kebab-case; `object`
 * is what it is about: the workload rather than one of its pods.
 */
export type ClusterFact = ShownFact<EvidenceSource>;

/** The reference of any object of a snapshot. */
export function referenceOf(object: {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string | undefined };
}): ObjectReference {
  const { name, namespace } = object.metadata;
  return namespace === undefined ? { kind: object.kind, name } : { kind: object.kind, namespace, name };
}
