import type { ObjectReference, Relation } from '@hexaops/core';
import type { ClusterSnapshot } from '../cluster/snapshot.ts';
import { addressFacts } from './addresses/addresses.ts';
import { readCalls } from './addresses/calls.ts';
import { admissionFacts, quotaFacts } from './admission.ts';
import { autoscalingFacts } from './autoscaling.ts';
import { indexCluster } from './cluster-index.ts';
import { memoryWordFacts } from './containers/memory-words.ts';
import { missingSettingFacts } from './containers/missing-settings.ts';
import { portConflictFacts } from './containers/port-conflicts.ts';
import { probeFacts } from './containers/probes.ts';
import { readinessGateFacts } from './containers/readiness-gates.ts';
import { runtimeFacts } from './containers/runtime.ts';
import { sandboxFacts } from './containers/sandboxes.ts';
import { databaseFacts } from './databases/database-errors.ts';
import { disruptionFacts } from './disruption.ts';
import type { ClusterFact } from './fact.ts';
import { finalizerFacts } from './finalizers.ts';
import { imageFacts } from './images/images.ts';
import { jobFacts } from './jobs.ts';
import { forbiddenFacts } from './logs/forbidden.ts';
import { nameFailureFacts } from './logs/name-failures.ts';
import { dnsFacts } from './network/dns.ts';
import { policyFacts } from './network/policies.ts';
import { routeFacts } from './network/routes.ts';
import { pressureFacts } from './node-pressure.ts';
import { nodeFacts } from './nodes.ts';
import { performanceFacts } from './performance/slowness.ts';
import { relationsOf } from './relations.ts';
import { replicaFacts } from './replicas.ts';
import { schedulingFacts } from './scheduling/scheduling.ts';
import { endpointFacts } from './services/endpoints.ts';
import { lackingServices } from './services/lacking.ts';
import { portFacts } from './services/port-mapping.ts';
import { selectorFacts } from './services/selectors.ts';
import { claimFacts, readClaimUse } from './volumes/claims.ts';
import { mountFacts } from './volumes/mounts.ts';

export interface DerivedFacts {
  readonly facts: readonly ClusterFact[];
  /** What needs what, for the ranking of causes. */
  readonly relations: readonly Relation[];
}

/** Everything that rules look at, in time linear in the size of the cluster, in the same order for the same snapshot. */
export function deriveFacts(snapshot: ClusterSnapshot): DerivedFacts {
  const index = indexCluster(snapshot);
  const calls = readCalls(index);
  const claims = readClaimUse(index);
  const scheduling = schedulingFacts(index);
  const nodes = nodeFacts(
    index,
    scheduling.filter(({ fact }) => fact === 'pod-not-considered'),
  );
  const names = nameFailureFacts(index, calls);
  const policies = policyFacts(index, names);
  const facts = [
    ...imageFacts(index),
    ...scheduling,
    ...admissionFacts(index),
    ...quotaFacts(index, { services: lackingServices(index, calls), claims: claims.missing }),
    ...selectorFacts(index, calls),
    ...portFacts(index),
    ...endpointFacts(index),
    ...addressFacts(index, calls),
    ...probeFacts(index),
    ...runtimeFacts(index),
    ...memoryWordFacts(index),
    ...missingSettingFacts(index),
    ...sandboxFacts(index),
    ...readinessGateFacts(index),
    ...portConflictFacts(index),
    ...replicaFacts(index),
    ...autoscalingFacts(index),
    ...jobFacts(index),
    ...disruptionFacts(index),
    ...finalizerFacts(index),
    ...claimFacts(index, claims),
    ...mountFacts(index),
    ...nodes,
    ...pressureFacts(index),
    ...names,
    ...policies,
    ...forbiddenFacts(index),
    ...databaseFacts(index, calls),
    ...dnsFacts(index, calls),
    ...routeFacts(index),
    ...performanceFacts(index, calls),
  ];
  return { facts, relations: relationsOf(index, calls, schedulersIn(nodes), policies) };
}

function schedulersIn(facts: readonly ClusterFact[]): readonly ObjectReference[] {
  return facts.filter(({ component }) => component === 'scheduler').map(({ object }) => object);
}
