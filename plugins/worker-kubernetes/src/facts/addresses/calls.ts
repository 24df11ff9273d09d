import type { ClusterIndex } from '../cluster-index.ts';
import { podSpecOf, type Workload } from '../workloads.ts';
import { type Address, addressesOf } from './parse.ts';
import { type Resolution, resolveHost } from './resolve.ts';

/** One workload that is told to call something. */
export interface Call {
  readonly caller: Workload;
  readonly address: Address;
  readonly resolution: Resolution;
}

export function readCalls(index: ClusterIndex): readonly Call[] {
  const told = index.workloads.flatMap((caller) =>
    (podSpecOf(caller).containers ?? []).flatMap(addressesOf).map((address) => ({ caller, address })),
  );
  const domains = domainsOf(told);
  return told.map((call) => ({
    ...call,
    resolution: resolveHost(index, call.caller.namespace, call.address.host, domains),
  }));
}

/** Domains of the cluster: the usual one, and what more than one workload is told. */
function domainsOf(told: readonly Pick<Call, 'caller' | 'address'>[]): ReadonlySet<string> {
  const callers = new Map<string, Set<Workload>>();
  for (const { caller, address } of told) {
    const domain = /^[^.]+\.[^.]+\.svc\.(.+)$/.exec(address.host)?.[1];
    if (domain !== undefined) callers.set(domain, (callers.get(domain) ?? new Set()).add(caller));
  }
  return new Set(['cluster.local', ...[...callers].filter(([, group]) => group.size > 1).map(([domain]) => domain)]);
}
