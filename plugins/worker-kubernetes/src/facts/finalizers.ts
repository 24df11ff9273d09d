import type { ClusterIndex } from './cluster-index.ts';
import { type ClusterFact, evidenceOf, referenceOf } from './fact.ts';

/** What controllers are given to take their finalizers off. */
const patience = 5 * 60 * 1000;

/** `deletion-kept`: a pod should have gone a while ago, its containers have ended, and its `finalizers` keep it. */
export function finalizerFacts(index: ClusterIndex): ClusterFact[] {
  return index.snapshot.list('Pod').flatMap((pod): ClusterFact[] => {
    const { deletionTimestamp, finalizers = [] } = pod.metadata;
    const runs = (pod.status?.containerStatuses ?? []).some(({ state }) => state?.running !== undefined);
    const age = index.now - Date.parse(deletionTimestamp ?? '');
    if (finalizers.length === 0 || runs || !(age > patience)) return [];
    const names = finalizers.join(', ');
    return [
      {
        fact: 'deletion-kept',
        object: referenceOf(pod),
        finalizers: names,
        evidence: [evidenceOf('object', referenceOf(pod), `is being deleted, and kept by ${names}`, deletionTimestamp)],
      },
    ];
  });
}
