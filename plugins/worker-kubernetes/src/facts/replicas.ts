import type { ClusterIndex } from './cluster-index.ts';
import { isReady } from './containers/containers.ts';
import { eventEvidence } from './events.ts';
import { type ClusterFact, evidenceOf } from './fact.ts';
import { routedSubsets } from './network/subsets.ts';
import type { Workload } from './workloads.ts';

/**
 * `workload-scaled-to-zero`: it is meant to have no pods; `served` tells whether a service counts on it, and on no other
 * workload: of two versions behind one service, one may rest, unless requests are sent to that one alone.
 * `workload-unavailable`: it is meant to have pods, and none or too few of them are ready. Nothing more is said.
 */
export function replicaFacts(index: ClusterIndex): ClusterFact[] {
  const hasPods = ({ desired, pods }: Workload) => (desired ?? pods.length) > 0;
  const awaited = new Set(routedSubsets(index).flatMap((subset) => (subset.some(hasPods) ? [] : subset)));
  return index.workloads.flatMap((workload): ClusterFact[] => {
    const { desired, object, pods } = workload;
    if (desired === 0 && (object.kind === 'Deployment' || object.kind === 'StatefulSet')) {
      const services = index
        .servicesOf(workload)
        .filter(({ workloads }) => awaited.has(workload) || !workloads.some(hasPods))
        .map((view) => view.object.name);
      const scaled = index.events
        .of(object, 'ScalingReplicaSet')
        .filter(({ message }) => / to 0\b/.test(message))
        .at(-1);
      return [
        {
          fact: 'workload-scaled-to-zero',
          object,
          services,
          served: services.length > 0,
          evidence: [
            evidenceOf('object', object, 'spec.replicas is 0'),
            ...(scaled === undefined ? [] : [eventEvidence(scaled)]),
          ],
        },
      ];
    }
    const ready = Math.max(workload.ready, pods.filter(isReady).length);
    if (desired === undefined || desired === 0 || (pods.length > 0 && pods.every(isReady)) || ready >= desired)
      return [];
    return [
      {
        fact: 'workload-unavailable',
        object,
        desired,
        ready,
        evidence: [evidenceOf('object', object, `${ready} of ${desired} replicas are ready`)],
      },
    ];
  });
}
