import type { ClusterIndex } from '../cluster-index.ts';
import { type ClusterFact, evidenceOf, referenceOf } from '../fact.ts';
import { declaredPorts, portsOfEnvironment, probeTarget } from '../services/ports.ts';
import type { Workload } from '../workloads.ts';
import { containersOf, isCrashing, runningContainersOf } from './containers.ts';

const inUse =
  /address already in use|EADDRINUSE|port \S+ (?:is|was) already in use|bind\(\).*failed|failed to bind to (?:address|port)|could not bind to|Only one usage of each socket address/i;

/** Ports that the sidecar of Istio listens on, whether or not it declares them. */
const proxyPorts = [15_000, 15_001, 15_004, 15_006, 15_008, 15_020, 15_021, 15_053, 15_090];

/**
 * `port-in-use`: a container fails because another container of its pod has its port. `shared` are ports that two
 * containers of the pod declare, are told or are asked on; `said` tells whether the log speaks of it.
 */
export function portConflictFacts(index: ClusterIndex): ClusterFact[] {
  return index.workloads.flatMap((workload) => {
    if (runningContainersOf(workload).length < 2) return [];
    const crashing = workload.pods.flatMap(containersOf).filter(isCrashing);
    if (crashing.length === 0) return [];
    const shared = sharedPorts(workload);
    for (const container of crashing) {
      const text = index
        .logsOf(workload)
        .filter(({ pod, container: name }) => pod === container.pod.metadata.name && name === container.name)
        .map((log) => log.text)
        .join('\n');
      const message =
        container.status?.lastState?.terminated?.message ?? container.status?.state?.terminated?.message ?? '';
      const line = `${text}\n${message}`.split('\n').findLast((one) => inUse.test(one));
      if (line === undefined && shared.length === 0) continue;
      return [
        {
          fact: 'port-in-use',
          object: workload.object,
          container: container.name,
          shared,
          said: line !== undefined,
          line: line ?? '',
          evidence: [
            ...(line === undefined ? [] : [evidenceOf('log', referenceOf(container.pod), line)]),
            evidenceOf(
              'object',
              workload.object,
              `ports of more than one container: ${shared.join(', ') || 'none declared'}`,
            ),
          ],
        },
      ];
    }
    return [];
  });
}

function sharedPorts(workload: Workload): readonly number[] {
  const owners = new Map<number, Set<string>>();
  if (runningContainersOf(workload).some(({ name }) => name === 'istio-proxy')) {
    for (const port of proxyPorts) owners.set(port, new Set(['istio-proxy']));
  }
  for (const container of runningContainersOf(workload)) {
    const probed = [container.livenessProbe, container.readinessProbe].flatMap((probe) => {
      if (probe?.httpGet?.path?.startsWith('/app-health/') === true) return [];
      const port = probe === undefined ? undefined : probeTarget(container, probe)?.port;
      return port ?? [];
    });
    for (const port of [
      ...declaredPorts([container]).map(({ number }) => number),
      ...portsOfEnvironment(container),
      ...probed,
    ]) {
      owners.set(port, (owners.get(port) ?? new Set()).add(container.name ?? ''));
    }
  }
  return [...owners].filter(([, names]) => names.size > 1).map(([port]) => port);
}
