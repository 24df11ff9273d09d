import type { ClusterIndex, ServiceView } from '../cluster-index.ts';
import { type ClusterFact, evidenceOf } from '../fact.ts';
import type { Call } from './calls.ts';

/** A variable named after one service of the namespace that holds the address of another. */
export function addressesOfOthers(index: ClusterIndex, calls: readonly Call[]): ClusterFact[] {
  const byNamespace = new Map<string, Map<string, ServiceView>>();
  for (const view of index.services) {
    const names = byNamespace.get(view.object.namespace ?? '') ?? new Map<string, ServiceView>();
    names.set(stemOf(view.object.name), view);
    byNamespace.set(view.object.namespace ?? '', names);
  }
  return calls.flatMap(({ caller, address, resolution }): ClusterFact[] => {
    if (resolution.kind !== 'service') return [];
    const meant = byNamespace.get(caller.namespace)?.get(stemOf(address.variable));
    const { view } = resolution;
    if (meant === undefined || meant === view || meant.workloads.some((workload) => view.workloads.includes(workload)))
      return [];
    return [
      {
        fact: 'address-unresolved',
        object: caller.object,
        problem: 'other-service',
        seen: false,
        variable: address.variable,
        host: address.host,
        port: address.port ?? 0,
        nearest: meant.object.name,
        engine: '',
        agreeing: 0,
        differing: 0,
        evidence: [
          evidenceOf(
            'object',
            caller.object,
            `${address.variable} of ${address.container} is ${address.host}; there is a service ${meant.object.name}`,
          ),
        ],
      },
    ];
  });
}

/** `PRODUCT_CATALOG_SERVICE_ADDR` and `productcatalogservice` have one stem. */
function stemOf(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/(?:_(?:addr|address|host|hostname|url|uri|endpoint|port|target))+$/, '')
    .replaceAll(/[^a-z0-9]/g, '');
  return plain.replace(/(?:service|svc)$/, '');
}
