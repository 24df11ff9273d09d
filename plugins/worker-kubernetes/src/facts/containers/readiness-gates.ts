import type { ClusterIndex } from '../cluster-index.ts';
import { type ClusterFact, evidenceOf, referenceOf } from '../fact.ts';

/** What whoever sets the conditions is given. */
const patience = 5 * 60 * 1000;

/**
 * `readiness-gate-unmet`: the containers of a pod have been ready for a while, and it is not, for nobody has set the
 * conditions (`gates`) that it is to wait for.
 */
export function readinessGateFacts(index: ClusterIndex): ClusterFact[] {
  return index.workloads.flatMap((workload): ClusterFact[] => {
    for (const pod of workload.pods) {
      const conditions = pod.status?.conditions ?? [];
      const isTrue = (wanted: string | undefined) =>
        conditions.some(({ type, status }) => type === wanted && status === 'True');
      const unmet = (pod.spec?.readinessGates ?? []).flatMap(({ conditionType }) =>
        conditionType === undefined || isTrue(conditionType) ? [] : conditionType,
      );
      const age = index.now - Date.parse(pod.status?.startTime ?? pod.metadata.creationTimestamp ?? '');
      if (unmet.length === 0 || !isTrue('ContainersReady') || isTrue('Ready') || !(age > patience)) continue;
      const message = conditions.find(({ type }) => type === 'Ready')?.message ?? '';
      return [
        {
          fact: 'readiness-gate-unmet',
          object: workload.object,
          gates: unmet.join(', '),
          evidence: [evidenceOf('object', referenceOf(pod), `its containers are ready, and it is not: ${message}`)],
        },
      ];
    }
    return [];
  });
}
