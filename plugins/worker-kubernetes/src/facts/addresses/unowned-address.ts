import type { ClusterIndex } from '../cluster-index.ts';
import type { ClusterFact } from '../fact.ts';
import type { Workload } from '../workloads.ts';
import type { Call } from './calls.ts';
import { unresolvedAlone } from './unresolved.ts';

const address = /^(\d{1,3}\.\d{1,3})\.\d{1,3}\.\d{1,3}$/;

/**
 * A program that is told a number, and whose log complains of it: one of the cluster's range that no service, pod or node has.
 * Addresses change when what has them is made anew. The range is taken to be the first two bytes of the addresses that were read.
 */
export function addressesOfNobody(
  index: ClusterIndex,
  calls: readonly Call[],
  mentions: (caller: Workload, host: string) => boolean,
): ClusterFact[] {
  const numbered = calls.filter(({ address: { host } }) => address.test(host));
  if (numbered.length === 0) return [];
  const owned = new Set([
    ...index.services.flatMap(({ service: { spec } }) => [
      spec?.clusterIP,
      ...(spec?.clusterIPs ?? []),
      ...(spec?.externalIPs ?? []),
    ]),
    ...index.snapshot.list('Pod').flatMap(({ status }) => [status?.podIP, status?.hostIP]),
    ...index.nodes.flatMap(({ status }) => (status?.addresses ?? []).map((own) => own.address)),
    ...index.snapshot
      .list('Endpoints')
      .flatMap(({ subsets }) =>
        (subsets ?? []).flatMap(({ addresses, notReadyAddresses }) =>
          [...(addresses ?? []), ...(notReadyAddresses ?? [])].map(({ ip }) => ip),
        ),
      ),
  ]);
  const range = (host: string | undefined) => address.exec(host ?? '')?.[1];
  const nodes = new Set(
    index.nodes.flatMap(({ status }) => (status?.addresses ?? []).map((own) => range(own.address))),
  );
  const ranges = new Set([...owned].map(range).filter((one) => one !== undefined && !nodes.has(one)));
  return numbered.flatMap((call): ClusterFact[] => {
    const {
      caller,
      address: { host },
    } = call;
    if (owned.has(host) || !ranges.has(range(host)) || !mentions(caller, host)) return [];
    const told = { problem: 'no-service', seen: true, nearest: '' };
    return [unresolvedAlone(call, told, 'nothing that was read has that address')];
  });
}
