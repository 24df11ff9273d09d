import type { Pod } from '../cluster/objects.ts';
import type { ClusterIndex } from './cluster-index.ts';
import { type ClusterFact, evidenceOf, referenceOf } from './fact.ts';

/**
 * `drain-blocked`: a disruption budget allows no eviction, and pods of its stand on a cordoned `node`, which cannot be drained.
 * `never` tells that it would allow none even if all its pods were healthy.
 */
export function disruptionFacts(index: ClusterIndex): ClusterFact[] {
  return index.snapshot.list('PodDisruptionBudget').flatMap((budget): ClusterFact[] => {
    const { spec, status } = budget;
    const { disruptionsAllowed, desiredHealthy = 0, expectedPods = 0, currentHealthy = 0 } = status ?? {};
    if (disruptionsAllowed !== 0 || expectedPods === 0) return [];
    const kept = index.pods
      .selectedBy(budget.metadata.namespace, spec?.selector)
      .filter(isDrained)
      .find((pod) => index.nodesByName.get(pod.spec?.nodeName ?? '')?.spec?.unschedulable === true);
    if (kept === undefined) return [];
    return [
      {
        fact: 'drain-blocked',
        object: referenceOf(budget),
        node: kept.spec?.nodeName ?? '',
        never: desiredHealthy >= expectedPods,
        desired: desiredHealthy,
        healthy: currentHealthy,
        pods: expectedPods,
        evidence: [
          evidenceOf(
            'object',
            referenceOf(budget),
            `0 disruptions allowed: ${currentHealthy} of ${expectedPods} pods are healthy, ${desiredHealthy} must be`,
          ),
          evidenceOf('object', referenceOf(kept), `runs on ${kept.spec?.nodeName}, which is cordoned`),
        ],
      },
    ];
  });
}

/** Those of a daemon set stay where they are. */
function isDrained({ metadata }: Pod): boolean {
  return !(metadata.ownerReferences ?? []).some(({ kind, controller }) => controller === true && kind === 'DaemonSet');
}
