import type { ClusterIndex } from '../cluster-index.ts';
import { type ClusterFact, evidenceOf } from '../fact.ts';
import type { Workload } from '../workloads.ts';
import type { Call } from './calls.ts';

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
  return numbered.flatMap(({ caller, address: { host, port, variable, container } }): ClusterFact[] => {
    if (owned.has(host) || !ranges.has(range(host)) || !mentions(caller, host)) return [];
    return [
      {
        fact: 'address-unresolved',
        object: caller.object,
        problem: 'no-service',
        seen: true,
        silent: false,
        variable,
        host,
        port: port ?? 0,
        nearest: '',
        engine: '',
        agreeing: 0,
        differing: 0,
        evidence: [
          evidenceOf(
            'object',
            caller.object,
            `${variable} of ${container} is ${host}; nothing that was read has that address`,
          ),
        ],
      },
    ];
  });
}
