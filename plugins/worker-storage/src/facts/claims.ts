import { evidenceOf } from '@hexaops/core/diagnosis';
import type { Claim, StorageEvent } from '../cluster/objects.ts';
import { claimReference, hoursSince, type StorageFact } from './fact.ts';
import type { StorageIndex } from './storage-index.ts';

const noProvisioner = 'kubernetes.io/no-provisioner';

/**
 * `claim-waiting`: a claim has no volume. `storageClass` is the name that it gives, `classKnown` whether that class, or a
 * default one, is there; `provisions` whether the class makes volumes by itself, `waitsForPod` whether only for a pod, `pods`
 * how many name the claim; `refusal` is what the provisioner or the quota said last.
 * `claim-lost`: its volume is gone. `claim-resizing`: it was given a larger size, which it does not have yet.
 * `claim-unused`: nothing names it, `hours` after it was made.
 * `claim-contended`: pods on several `nodes`, or several `pods`, use a claim that only one of them may.
 * `claim-unreachable`: a pod that needs it fits on no node that its volume can be reached from.
 */
export function claimFacts(index: StorageIndex, now: number): readonly StorageFact[] {
  return index.state.claims.flatMap((claim) => [
    ...waiting(index, claim, now),
    ...lost(claim),
    ...resizing(index, claim),
    ...unused(index, claim, now),
    ...contended(index, claim),
    ...unreachable(index, claim),
  ]);
}

function waiting(index: StorageIndex, claim: Claim, now: number): readonly StorageFact[] {
  if (claim.phase !== 'Pending') return [];
  const { state } = index;
  const storageClass = index.classOf(claim);
  const event = index.eventOf(claimReferenceOf(claim), 'ProvisioningFailed', 'FailedBinding', 'ExternalProvisioning');
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

function lost(claim: Claim): readonly StorageFact[] {
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

function resizing(index: StorageIndex, claim: Claim): readonly StorageFact[] {
  const { capacity, requested } = claim;
  if (capacity === undefined || claim.phase !== 'Bound' || requested.bytes <= capacity.bytes) return [];
  const event = index.eventOf(
    claimReferenceOf(claim),
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

function unused(index: StorageIndex, claim: Claim, now: number): readonly StorageFact[] {
  const { state } = index;
  const templatesKnown = (['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob'] as const).every(state.covers);
  if (claim.phase !== 'Bound' || !state.covers('Pod') || !templatesKnown) return [];
  if (index.usesOf(claim).length > 0 || index.templatesOf(claim).length > 0) return [];
  const hours = hoursSince(claim.createdAt, now);
  const size = claim.capacity?.text ?? claim.requested.text;
  return [
    {
      fact: 'claim-unused',
      object: claimReference(claim),
      claim: claim.name,
      size,
      hours,
      evidence: [
        evidenceOf(
          'object',
          claimReference(claim),
          `Bound, ${size}, ${hours} hours old; no pod and no workload names it`,
        ),
      ],
    },
  ];
}

function contended(index: StorageIndex, claim: Claim): readonly StorageFact[] {
  const uses = index.usesOf(claim);
  const nodes = [...new Set(uses.flatMap(({ node }) => node ?? []))].sort();
  const event = uses
    .map(({ namespace, pod }) => index.eventOf({ kind: 'Pod', namespace, name: pod }, 'FailedAttachVolume'))
    .find((each) => each?.message.includes('Multi-Attach') === true);
  const allowsMany = claim.accessModes.some((mode) => mode === 'ReadWriteMany' || mode === 'ReadOnlyMany');
  const onePodOnly = claim.accessModes.includes('ReadWriteOncePod');
  const isContended = onePodOnly ? uses.length > 1 : !allowsMany && nodes.length > 1;
  if (claim.accessModes.length === 0 || !(isContended || event !== undefined)) return [];
  return [
    {
      fact: 'claim-contended',
      object: claimReference(claim),
      claim: claim.name,
      modes: claim.accessModes.join(', '),
      nodes: nodes.join(', '),
      pods: inWords(uses.map(({ pod }) => pod)),
      refused: event !== undefined,
      evidence: [
        evidenceOf(
          'object',
          claimReference(claim),
          `${claim.accessModes.join(', ')}; used by ${uses.map(({ pod, node }) => `${pod} on ${node ?? 'no node yet'}`).join(', ')}`,
        ),
        ...eventEvidence(claim, event),
      ],
    },
  ];
}

/** As the scheduler says it, in older releases of Kubernetes and in newer ones. */
const unreachableWords = /volume node affinity conflict|PersistentVolume's node affinity/i;

function unreachable(index: StorageIndex, claim: Claim): readonly StorageFact[] {
  if (claim.phase !== 'Bound') return [];
  for (const { namespace, pod, phase, node, unscheduled } of index.usesOf(claim)) {
    if (phase !== 'Pending' || node !== undefined) continue;
    const event = index.eventOf({ kind: 'Pod', namespace, name: pod }, 'FailedScheduling');
    const message = unscheduled === '' ? (event?.message ?? '') : unscheduled;
    if (!unreachableWords.test(message)) continue;
    const object = { kind: 'Pod', namespace, name: pod };
    return [
      {
        fact: 'claim-unreachable',
        object: claimReference(claim),
        claim: claim.name,
        pod,
        volume: claim.volume ?? '',
        message,
        // Where a pod has several claims, the scheduler does not say which of them is meant.
        isOnly: index.state.uses.filter((use) => use.namespace === namespace && use.pod === pod).length === 1,
        evidence: [evidenceOf('object', object, `waits for a node: ${message}`), ...eventEvidence(claim, event)],
      },
    ];
  }
  return [];
}

function claimReferenceOf({ namespace, name }: Claim): { kind: string; namespace: string; name: string } {
  return { kind: 'PersistentVolumeClaim', namespace, name };
}

function eventEvidence(claim: Claim, event: StorageEvent | undefined): StorageFact['evidence'] {
  if (event === undefined) return [];
  const { kind, namespace, name, reason, message, time } = event;
  const object = kind === '' ? claimReference(claim) : { kind, namespace, name };
  return [evidenceOf('event', object, `${reason}: ${message}`, time === '' ? undefined : time)];
}

const mostNames = 5;

function inWords(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  const shown = names.toSorted().slice(0, mostNames).join(', ');
  return names.length > mostNames ? `${shown} and ${names.length - mostNames} others` : shown;
}
