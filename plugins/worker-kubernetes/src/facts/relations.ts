import type { ObjectReference, Relation } from '@hexaops/core';
import type { Call } from './addresses/calls.ts';
import type { ClusterIndex } from './cluster-index.ts';
import type { ClusterFact } from './fact.ts';
import { callGraph } from './performance/call-graph.ts';

/** Services that names are resolved by, wherever they run. */
function nameServersOf(index: ClusterIndex): readonly ObjectReference[] {
  return index.services
    .filter(
      ({ service }) => service.metadata.name === 'kube-dns' || service.metadata.labels?.['k8s-app'] === 'kube-dns',
    )
    .flatMap(({ workloads }) => workloads.map(({ object }) => object));
}

/**
 * What needs what: a service its pods, a workload its nodes, its namespace's quota, the services that it calls, the scheduler, and
 * what the network policies let out that keep it from the name service (`policies`: facts).
 */
export function relationsOf(
  index: ClusterIndex,
  calls: readonly Call[],
  schedulers: readonly ObjectReference[],
  policies: readonly ClusterFact[],
): readonly Relation[] {
  const { callees } = callGraph(index, calls);
  const relations: Relation[] = [];
  const nameServers = nameServersOf(index);
  for (const workload of index.workloads) {
    const { object, namespace, pods } = workload;
    const nodes = new Set(pods.flatMap(({ spec }) => spec?.nodeName ?? []));
    for (const name of nodes) relations.push({ from: object, to: { kind: 'Node', name }, relation: 'runs-on' });
    relations.push({ from: object, to: { kind: 'Namespace', name: namespace }, relation: 'admitted-by' });
    if (pods.some(({ spec }) => spec?.nodeName === undefined)) {
      for (const to of schedulers) relations.push({ from: object, to, relation: 'scheduled-by' });
    }
    if (callees.has(workload))
      for (const to of nameServers) relations.push({ from: object, to, relation: 'resolves-with' });
    for (const callee of callees.get(workload) ?? [])
      relations.push({ from: object, to: callee.object, relation: 'calls' });
  }
  for (const { caller, resolution } of calls) {
    if (resolution.kind === 'service')
      relations.push({ from: caller.object, to: resolution.view.object, relation: 'calls' });
  }
  for (const { object, workloads } of index.services) {
    for (const workload of workloads) relations.push({ from: object, to: workload.object, relation: 'selects' });
  }
  for (const { object, restricted } of policies)
    relations.push({ from: restricted as ObjectReference, to: object, relation: 'restricted-by' });
  return relations;
}
