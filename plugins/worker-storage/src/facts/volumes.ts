import { evidenceOf } from '@hexaops/core/diagnosis';
import { hoursSince, type StorageFact } from './fact.ts';
import type { StorageIndex } from './storage-index.ts';

/**
 * `volume-left`: a volume that nobody has: `phase` is `Released` where its claim is gone, `Failed` where it could not be taken
 * away, `Available` where it never had one. `storage-quota`: how much of a quota of storage is used, `share` 0 to 1.
 */
export function volumeFacts({ state }: StorageIndex, now: number): readonly StorageFact[] {
  const left = state.volumes
    .filter(({ phase }) => phase === 'Released' || phase === 'Failed' || phase === 'Available')
    .map((volume): StorageFact => {
      const object = { kind: 'PersistentVolume', name: volume.name };
      const claim = volume.claim === undefined ? '' : `${volume.claim.namespace}/${volume.claim.name}`;
      return {
        fact: 'volume-left',
        object,
        phase: volume.phase,
        size: volume.capacity.text,
        claim,
        reclaimPolicy: volume.reclaimPolicy,
        hours: hoursSince(volume.createdAt, now),
        evidence: [
          evidenceOf(
            'object',
            object,
            `${volume.phase}, ${volume.capacity.text}, ${volume.reclaimPolicy}${claim === '' ? '' : `; was of the claim ${claim}`}`,
          ),
        ],
      };
    });
  return [...left, ...quotaFacts(state.quotas)];
}

function quotaFacts(quotas: StorageIndex['state']['quotas']): readonly StorageFact[] {
  return quotas
    .filter(({ hard }) => hard.bytes > 0)
    .map(({ namespace, name, resource, used, hard }): StorageFact => {
      const object = { kind: 'ResourceQuota', namespace, name };
      return {
        fact: 'storage-quota',
        object,
        resource,
        used: used.text,
        hard: hard.text,
        share: used.bytes / hard.bytes,
        evidence: [evidenceOf('object', object, `${resource}: ${used.text} of ${hard.text} used`)],
      };
    });
}
