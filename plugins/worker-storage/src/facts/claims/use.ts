import { evidenceOf } from '@hexaops/core/diagnosis';
import type { Claim } from '../../cluster/objects.ts';
import { claimReference, hoursSince, type StorageFact } from '../fact.ts';
import type { StorageIndex } from '../storage-index.ts';
import { eventEvidence, inWords } from './words.ts';

export function unused(index: StorageIndex, claim: Claim, now: number): readonly StorageFact[] {
  const { state } = index;
  const templatesKnown = (['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob'] as const).every((kind) =>
    state.covers(kind),
  );
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

export function contended(index: StorageIndex, claim: Claim): readonly StorageFact[] {
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

export function unreachable(index: StorageIndex, claim: Claim): readonly StorageFact[] {
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
