import type { NodeScenario } from './scenario.ts';
import type { Policy, Refuse } from './simulator/policy.ts';
import { Balancer, type Choose } from './policies/balancer.ts';
import {
  boundedLoadHashing,
  leastConnections,
  leastConnectionsWhereLoaded,
  powerOfTwo,
  random,
  roundRobin,
  stickyLeastConnections,
} from './policies/choices.ts';
import { Clairvoyant } from './policies/clairvoyant.ts';
import { SchedulerPolicy } from './policies/scheduler-policy.ts';

export interface Contestant {
  readonly name: string;
  /** `baseline`: what we are compared with, with our order of classes; `plain`: the same without; `shown`: for comparison alone. */
  readonly kind: 'ours' | 'bound' | 'baseline' | 'plain' | 'shown';
  readonly make: (refuse: Refuse) => Policy;
}

const baselines: readonly (readonly [string, () => Choose])[] = [
  ['random', random],
  ['round robin', roundRobin],
  ['least connections (nginx)', leastConnections],
  ['power of two', powerOfTwo],
  ['sticky + least connections (Olla)', stickyLeastConnections],
  ['prefix-aware bounded-load hashing (KubeAI)', boundedLoadHashing],
];

export function contestants(scenario: NodeScenario): readonly Contestant[] {
  return [
    { name: 'Hexaops', kind: 'ours', make: (refuse) => new SchedulerPolicy(refuse, scenario) },
    { name: 'bound: clairvoyant list schedule', kind: 'bound', make: () => new Clairvoyant(scenario) },
    ...baselines.flatMap(([name, choose]): Contestant[] => [
      { name, kind: 'plain', make: () => new Balancer(choose(), false, scenario) },
      { name: `${name}, our classes`, kind: 'baseline', make: () => new Balancer(choose(), true, scenario) },
    ]),
    {
      name: 'least connections where loaded, our classes (nobody’s)',
      kind: 'shown',
      make: () => new Balancer(leastConnectionsWhereLoaded(), true, scenario),
    },
  ];
}

export function replicated(scenario: NodeScenario, replicas: number): Contestant {
  const name = replicas === 1 ? 'one replica' : `${replicas} replicas`;
  return { name, kind: 'ours', make: (refuse) => new SchedulerPolicy(refuse, scenario, replicas) };
}
