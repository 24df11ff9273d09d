import type { Call } from '../addresses/calls.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import { isReady } from '../containers/containers.ts';
import { type ClusterFact, evidenceOf, keyOf } from '../fact.ts';
import { podSpecOf, type Workload } from '../workloads.ts';

/**
 * `dns-misconfigured`: a pod does not ask the cluster's name servers, or is given a false address for a service.
 * `cluster-dns-down`: no pod of the cluster's name service is ready.
 */
export function dnsFacts(index: ClusterIndex, calls: readonly Call[]): ClusterFact[] {
  const callers = new Set(
    calls.filter(({ resolution }) => resolution.kind !== 'external').map(({ caller }) => keyOf(caller.object)),
  );
  const servers = new Set(
    index.services
      .filter(
        ({ service }) => service.metadata.labels?.['k8s-app'] === 'kube-dns' || service.metadata.name === 'kube-dns',
      )
      .flatMap(({ service }) => service.spec?.clusterIP ?? []),
  );
  const facts = index.workloads.flatMap((workload) => [
    ...policyOf(workload, servers, callers.has(keyOf(workload.object)) || called(index, workload)),
    ...aliasesOf(index, workload),
  ]);
  return [...facts, ...clusterDns(index)];
}

function called(index: ClusterIndex, { object }: Workload): boolean {
  return (index.snapshot.supplements.dependencies?.get(object.name)?.calls.length ?? 0) > 0;
}

function policyOf(workload: Workload, servers: ReadonlySet<string>, callsServices: boolean): ClusterFact[] {
  const { dnsPolicy = 'ClusterFirst', dnsConfig, hostNetwork } = podSpecOf(workload);
  const nameservers = (dnsConfig?.nameservers ?? []).flatMap((server) => server ?? []);
  const clusterFirst =
    dnsPolicy === 'ClusterFirstWithHostNet' || (dnsPolicy === 'ClusterFirst' && hostNetwork !== true);
  // 169.254.0.0/16 is where a cache of the cluster's name service listens on its node.
  const reachesCluster = nameservers.some((server) => servers.has(server) || server.startsWith('169.254.'));
  const unknownServers = nameservers.length > 0 && !reachesCluster && servers.size > 0;
  if (clusterFirst ? nameservers.length === 0 : reachesCluster) return [];
  return [
    {
      fact: 'dns-misconfigured',
      object: workload.object,
      reason: 'policy',
      dnsPolicy,
      nameservers,
      // Added servers come after the cluster's own.
      certain: !clusterFirst && (nameservers.length === 0 || unknownServers || servers.size === 0),
      callsServices,
      evidence: [
        evidenceOf('object', workload.object, `dnsPolicy ${dnsPolicy}, dnsConfig ${JSON.stringify(dnsConfig ?? {})}`),
      ],
    },
  ];
}

function aliasesOf(index: ClusterIndex, workload: Workload): ClusterFact[] {
  return (podSpecOf(workload).hostAliases ?? []).flatMap(({ ip, hostnames }) =>
    (hostnames ?? []).flatMap((hostname): ClusterFact[] => {
      const [name = '', namespace = workload.namespace] = (hostname ?? '').split('.');
      const view = index.service(namespace, name);
      if (view === undefined || view.service.spec?.clusterIP === ip) return [];
      return [
        {
          fact: 'dns-misconfigured',
          object: workload.object,
          reason: 'host-alias',
          dnsPolicy: podSpecOf(workload).dnsPolicy ?? '',
          nameservers: [],
          certain: true,
          callsServices: true,
          evidence: [
            evidenceOf(
              'object',
              workload.object,
              `hostAliases gives ${hostname} the address ${ip}; the service has ${view.service.spec?.clusterIP}`,
            ),
          ],
        },
      ];
    }),
  );
}

function clusterDns(index: ClusterIndex): ClusterFact[] {
  const view = index.services.find(
    ({ service }) =>
      service.metadata.namespace === 'kube-system' &&
      (service.metadata.name === 'kube-dns' || service.metadata.labels?.['k8s-app'] === 'kube-dns'),
  );
  const workload = view?.workloads[0];
  if (
    view === undefined ||
    workload === undefined ||
    !index.snapshot.covers('Pod', 'kube-system') ||
    view.pods.some(isReady)
  )
    return [];
  return [
    {
      fact: 'cluster-dns-down',
      object: workload.object,
      evidence: [evidenceOf('object', view.object, `none of its ${view.pods.length} pods is ready`)],
    },
  ];
}
