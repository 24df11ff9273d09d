import type { ClusterIndex, ServiceView } from '../cluster-index.ts';
import type { ClusterFact } from '../fact.ts';
import type { Workload } from '../workloads.ts';
import type { Call } from './calls.ts';
import { unresolvedAlone } from './unresolved.ts';

const localHosts = ['localhost', '127.0.0.1'];

/**
 * A variable named after one service of the namespace that holds the address of another; or that of the pod itself, where
 * nothing answers: a proxy beside the program may.
 */
export function addressesOfOthers(
  index: ClusterIndex,
  calls: readonly Call[],
  mentions: (caller: Workload, host: string) => boolean,
): ClusterFact[] {
  const byNamespace = new Map<string, Map<string, ServiceView>>();
  for (const view of index.services) {
    const names = byNamespace.get(view.object.namespace ?? '') ?? new Map<string, ServiceView>();
    names.set(stemOf(view.object.name), view);
    byNamespace.set(view.object.namespace ?? '', names);
  }
  return calls.flatMap((call): ClusterFact[] => {
    const { caller, address, resolution } = call;
    const local = localHosts.includes(address.host);
    if (resolution.kind !== 'service' && !local) return [];
    const meant = byNamespace.get(caller.namespace)?.get(stemOf(address.variable));
    if (meant === undefined || meant.workloads.includes(caller)) return [];
    if (resolution.kind === 'service') {
      const { view } = resolution;
      if (meant === view || meant.workloads.some((workload) => view.workloads.includes(workload))) return [];
    } else if (!localHosts.some((host) => mentions(caller, `${host}:${address.port ?? ''}`))) return [];
    const told = { problem: 'other-service', seen: false, nearest: meant.object.name };
    return [unresolvedAlone(call, told, `there is a service ${meant.object.name}`)];
  });
}

/** `PRODUCT_CATALOG_SERVICE_ADDR` and `productcatalogservice` have one stem. */
export function stemOf(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/(?:_(?:addr|address|host|hostname|url|uri|endpoint|port|target))+$/, '')
    .replaceAll(/[^a-z0-9]/g, '');
  return plain.replace(/(?:service|svc)$/, '');
}
