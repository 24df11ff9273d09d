import type { Pod } from '../cluster/objects.ts';
import type { ClusterIndex } from './cluster-index.ts';
import { type ClusterFact, evidenceOf, referenceOf } from './fact.ts';

const pressures: ReadonlyMap<string, string> = new Map([
  ['DiskPressure', 'disk'],
  ['MemoryPressure', 'memory'],
  ['PIDPressure', 'processes'],
]);

/**
 * `node-under-pressure`: the kubelet of a node runs short of `resource` (`disk`, `memory`, `processes`), so that it takes no
 * pods and evicts those that it has. `evicted` counts the pods that it has evicted and that are still told of.
 */
export function pressureFacts(index: ClusterIndex): ClusterFact[] {
  const evicted = Map.groupBy(index.snapshot.list('Pod').filter(isEvicted), ({ spec }) => spec?.nodeName ?? '');
  return index.nodes.flatMap((node) =>
    (node.status?.conditions ?? []).flatMap(({ type = '', status, message, lastTransitionTime }): ClusterFact[] => {
      const resource = pressures.get(type);
      if (resource === undefined || status !== 'True') return [];
      const pods = evicted.get(node.metadata.name) ?? [];
      return [
        {
          fact: 'node-under-pressure',
          object: referenceOf(node),
          resource,
          evicted: pods.length,
          evidence: [
            evidenceOf('object', referenceOf(node), `${type} is True: ${message ?? ''}`, lastTransitionTime),
            ...pods.slice(0, 3).map((pod) => evidenceOf('object', referenceOf(pod), `Evicted: ${pod.status?.message}`)),
          ],
        },
      ];
    }),
  );
}

function isEvicted({ status }: Pod): boolean {
  return status?.phase === 'Failed' && status.reason === 'Evicted';
}
