import type { ClusterIndex } from '../cluster-index.ts';
import { isReady } from '../containers/containers.ts';
import { type ClusterFact, evidenceOf } from '../fact.ts';
import { probesOf, reachabilityOf } from './reachability.ts';

/**
 * `service-without-endpoints`: it selects pods or a workload, and none of the pods is ready. A symptom by nature.
 * `service-unreachable`: its pods are ready, and still calls to it fail.
 */
export function endpointFacts(index: ClusterIndex): ClusterFact[] {
  return index.services.flatMap((view): ClusterFact[] => {
    const { object, service, pods, workloads } = view;
    if (service.spec?.type === 'ExternalName' || pods.length + workloads.length === 0) return [];
    const ready = pods.filter(isReady).length;
    if (ready === 0) {
      return [
        {
          fact: 'service-without-endpoints',
          object,
          pods: pods.length,
          evidence: [evidenceOf('object', object, `none of its ${pods.length} pods is ready`)],
        },
      ];
    }
    const probes = probesOf(index, object.namespace ?? '', object.name);
    if (reachabilityOf(probes) !== 'no') return [];
    return [
      {
        fact: 'service-unreachable',
        object,
        ready,
        resolved: probes.some(({ address }) => address !== undefined),
        evidence: probes
          .slice(0, 2)
          .map(({ text, from }) => evidenceOf('probe', object, `from ${from ?? 'inside'}: ${text}`)),
      },
    ];
  });
}
