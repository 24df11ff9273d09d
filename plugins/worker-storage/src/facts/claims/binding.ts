import { evidenceOf } from '@hexaops/core/diagnosis';
import type { Claim } from '../../cluster/objects.ts';
import { claimReference, hoursSince, type StorageFact } from '../fact.ts';
import type { StorageIndex } from '../storage-index.ts';
import { eventEvidence, inWords } from './words.ts';

const noProvisioner = 'kubernetes.io/no-provisioner';

export function waiting(index: StorageIndex, claim: Claim, now: number): readonly StorageFact[] {
  if (claim.phase !== 'Pending') return [];
  const { state } = index;
  const storageClass = index.classOf(claim);
  const event = index.eventOf(claimReference(claim), 'ProvisioningFailed', 'FailedBinding', 'ExternalProvisioning');
  const pods = index.usesOf(claim).length;
  const wanted = claim.storageClass;
  return [
    {
      fact: 'claim-waiting',
      object: claimReference(claim),
      claim: claim.name,
      storageClass: wanted ?? '',
      namesClass: wanted !== undefined && wanted !== '',
      wantsClass: wanted !== '',
      // Without all classes being read nothing can be said of a missing one. A class may be but a name that volumes share.
      classKnown:
        storageClass !== undefined ||
        wanted === '' ||
        !state.covers('StorageClass') ||
        state.volumes.some((volume) => volume.storageClass === wanted),
      existingClasses: inWords(state.classes.map(({ name }) => name)),
      // What cannot be read may well make volumes.
      provisions:
        storageClass === undefined
          ? wanted !== '' && !state.covers('StorageClass')
          : storageClass.provisioner !== noProvisioner,
      provisioner: storageClass?.provisioner ?? '',
      waitsForPod: storageClass?.bindingMode === 'WaitForFirstConsumer',
      podsKnown: state.covers('Pod'),
      pods,
      size: claim.requested.text,
      hours: hoursSince(claim.createdAt, now),
      refusal: event?.reason === 'ExternalProvisioning' ? '' : (event?.message ?? ''),
      isExternal: event?.reason === 'ExternalProvisioning',
      evidence: [
        evidenceOf(
          'object',
          claimReference(claim),
          `Pending; asks for ${claim.requested.text || 'nothing'} of ${wanted === undefined ? 'the default class' : `the class "${wanted}"`}, ${claim.accessModes.join(', ')}; ${pods} pods name it`,
        ),
        ...eventEvidence(claim, event),
      ],
    },
  ];
}

export function lost(claim: Claim): readonly StorageFact[] {
  if (claim.phase !== 'Lost') return [];
  return [
    {
      fact: 'claim-lost',
      object: claimReference(claim),
      claim: claim.name,
      volume: claim.volume ?? '',
      evidence: [evidenceOf('object', claimReference(claim), `Lost; was bound to ${claim.volume ?? 'a volume'}`)],
    },
  ];
}
