import type { Call } from '../addresses/calls.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import { podSpecOf } from '../workloads.ts';
import { declaredPorts } from './ports.ts';

/**
 * Names of services that should be there, by namespace: those that are called and do not exist, and those of Deployments
 * that listen on a port without a service, where nearly all others have one.
 */
export function lackingServices(index: ClusterIndex, calls: readonly Call[]): ReadonlyMap<string, readonly string[]> {
  const lacking = new Map<string, Set<string>>();
  const add = (namespace: string, name: string) =>
    lacking.set(namespace, (lacking.get(namespace) ?? new Set()).add(name));
  for (const { resolution } of calls) {
    if (resolution.kind === 'missing' && !resolution.domain) add(resolution.namespace, resolution.name);
  }
  const listening = index.workloads.filter(
    (workload) => workload.object.kind === 'Deployment' && declaredPorts(podSpecOf(workload).containers).length > 0,
  );
  for (const [namespace, group] of Map.groupBy(listening, (workload) => workload.namespace)) {
    const unserved = group.filter((workload) => index.servicesOf(workload).length === 0);
    if (unserved.length <= group.length * mostlyServed) for (const { object } of unserved) add(namespace, object.name);
  }
  return new Map([...lacking].map(([namespace, names]) => [namespace, [...names]]));
}

const mostlyServed = 0.2;
