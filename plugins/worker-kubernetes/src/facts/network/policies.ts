import type { NetworkPolicy } from '../../cluster/objects.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import { type ClusterFact, evidenceOf, keyOf, referenceOf } from '../fact.ts';
import { matchesSelector } from '../labels.ts';
import { labelsOf } from '../workloads.ts';

type Rule = NonNullable<NonNullable<NetworkPolicy['spec']>['egress']>[number];

/** Where pods of name servers listen, which is the port that policies see: 5353 on OpenShift. */
const dnsPorts = [53, 5353];

/**
 * `dns-blocked`: a workload cannot resolve names of services that are there, and the network policies that select its pods
 * let nothing out to port 53. `failures` are the facts of names that were not resolved; `restricted` is the workload.
 */
export function policyFacts(index: ClusterIndex, failures: readonly ClusterFact[]): ClusterFact[] {
  const seen = new Set<string>();
  return failures.flatMap((failure): ClusterFact[] => {
    const named = failure.fact === 'name-not-resolved' && failure['exists'] === true && failure['current'] === true;
    if (!named && failure.fact !== 'unnamed-not-resolved') return [];
    const workload = index.workload(failure.object);
    if (workload === undefined || seen.has(keyOf(failure.object))) return [];
    const labels = workload.pods[0]?.metadata.labels ?? labelsOf(workload);
    const policies = index.snapshot
      .list('NetworkPolicy')
      .filter(
        (policy) =>
          policy.metadata.namespace === workload.namespace &&
          isForEgress(policy) &&
          matchesSelector(policy.spec?.podSelector ?? {}, labels),
      );
    const [first] = policies;
    const rules = policies.flatMap(({ spec }) => spec?.egress ?? []);
    if (first === undefined || rules.some((rule) => mayReachDns(rule, workload.namespace))) return [];
    seen.add(keyOf(failure.object));
    return [
      {
        fact: 'dns-blocked',
        object: referenceOf(first),
        policies: policies.map(({ metadata }) => metadata.name).join(', '),
        workload: workload.object.name,
        restricted: workload.object,
        name: failure['name'] ?? 'names',
        evidence: [
          ...policies
            .slice(0, 3)
            .map((policy) =>
              evidenceOf('object', referenceOf(policy), `selects ${workload.object.name}; lets nothing out to port 53`),
            ),
          ...failure.evidence,
        ],
      },
    ];
  });
}

function isForEgress({ spec }: NetworkPolicy): boolean {
  return spec?.policyTypes?.includes('Egress') ?? spec?.egress !== undefined;
}

/** In doubt it may: an address block, or a selector of namespaces, can hold the name server. */
function mayReachDns({ ports, to }: Rule, namespace: string): boolean {
  const open =
    ports === undefined ||
    ports.length === 0 ||
    ports.some(({ port, endPort, protocol = 'TCP' }) => {
      if (protocol !== 'UDP') return false;
      if (typeof port !== 'number') return true;
      return dnsPorts.some((wanted) => port <= wanted && wanted <= (endPort ?? port));
    });
  if (!open || to === undefined || to.length === 0) return open;
  return to.some(({ ipBlock, namespaceSelector }) => {
    return ipBlock !== undefined || namespaceSelector !== undefined || namespace === 'kube-system';
  });
}
