import { evidenceOf } from '@hexaops/core/diagnosis';
import type { Claim } from '../../cluster/objects.ts';
import { claimReference, type StorageFact } from '../fact.ts';
import type { StorageIndex } from '../storage-index.ts';
import { eventEvidence } from './words.ts';

export function resizing(index: StorageIndex, claim: Claim): readonly StorageFact[] {
  const { capacity, requested } = claim;
  if (capacity === undefined || claim.phase !== 'Bound' || requested.bytes <= capacity.bytes) return [];
  const event = index.eventOf(
    claimReference(claim),
    'VolumeResizeFailed',
    'FileSystemResizeFailed',
    'ExternalExpanding',
  );
  const condition = claim.conditions.find(({ type, status }) => /Resiz/.test(type) && status === 'True');
  return [
    {
      fact: 'claim-resizing',
      object: claimReference(claim),
      claim: claim.name,
      size: capacity.text,
      wanted: requested.text,
      waitsForPod: condition?.type === 'FileSystemResizePending',
      refusal: event !== undefined && event.reason !== 'ExternalExpanding' ? event.message : '',
      evidence: [
        evidenceOf(
          'object',
          claimReference(claim),
          `asks for ${requested.text} and has ${capacity.text}${condition === undefined ? '' : `; ${condition.type} ${condition.message}`}`,
        ),
        ...eventEvidence(claim, event),
      ],
    },
  ];
}
