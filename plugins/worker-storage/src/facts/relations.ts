import type { Relation } from '@hexaops/core';
import { claimReference } from './fact.ts';
import type { StorageIndex } from './storage-index.ts';

/** What needs what: workloads and pods their claims, claims their volumes. */
export function relationsOf(index: StorageIndex): readonly Relation[] {
  return index.state.claims.flatMap((claim): readonly Relation[] => {
    const to = claimReference(claim);
    const { namespace } = claim;
    return [
      ...index
        .templatesOf(claim)
        .map(({ kind, name }) => ({ from: { kind, namespace, name }, to, relation: 'mounts' })),
      ...index
        .usesOf(claim)
        .map(({ pod }) => ({ from: { kind: 'Pod', namespace, name: pod }, to, relation: 'mounts' })),
      ...(claim.volume === undefined
        ? []
        : [{ from: to, to: { kind: 'PersistentVolume', name: claim.volume }, relation: 'is bound to' }]),
    ];
  });
}
