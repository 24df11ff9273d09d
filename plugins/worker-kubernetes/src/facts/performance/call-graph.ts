import type { Call } from '../addresses/calls.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import type { Workload } from '../workloads.ts';

/** Who calls whom, by workload. */
export interface CallGraph {
  readonly callees: ReadonlyMap<Workload, ReadonlySet<Workload>>;
  readonly callers: ReadonlyMap<Workload, ReadonlySet<Workload>>;
}

/** From the addresses that workloads are told, and from what was observed, where it was. */
export function callGraph(index: ClusterIndex, calls: readonly Call[]): CallGraph {
  const callees = new Map<Workload, Set<Workload>>();
  const callers = new Map<Workload, Set<Workload>>();
  const connect = (from: Workload, to: Workload) => {
    if (from === to) return;
    callees.set(from, (callees.get(from) ?? new Set()).add(to));
    callers.set(to, (callers.get(to) ?? new Set()).add(from));
  };
  for (const { caller, resolution } of calls) {
    if (resolution.kind === 'service') for (const workload of resolution.view.workloads) connect(caller, workload);
  }
  const named = workloadsByName(index);
  for (const [service, { calls: called }] of index.snapshot.supplements.dependencies ?? []) {
    const from = named.get(service);
    for (const name of called) {
      const to = named.get(name);
      if (from !== undefined && to !== undefined) connect(from, to);
    }
  }
  return { callees, callers };
}

/** Measures and observations name a workload by itself, by its service or by one of its pods. The first namespace wins. */
export function workloadsByName(index: ClusterIndex): ReadonlyMap<string, Workload> {
  const named = new Map<string, Workload>();
  for (const workload of index.workloads) for (const { metadata } of workload.pods) named.set(metadata.name, workload);
  for (const { object, workloads } of index.services)
    if (workloads[0] !== undefined && !named.has(object.name)) named.set(object.name, workloads[0]);
  const preferred = index.snapshot.supplements.collection?.namespace;
  for (const workload of index.workloads) {
    if (!named.has(workload.object.name) || workload.namespace === preferred) named.set(workload.object.name, workload);
  }
  return named;
}
