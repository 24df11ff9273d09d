import { Random } from '../support/random.ts';

/** One condition in a form that every engine's own can be written from. */
export type Condition =
  | { readonly field: string; readonly operator: 'equals'; readonly value: string }
  | { readonly field: string; readonly operator: '>' | '>=' | '<' | '<='; readonly value: number }
  | { readonly field: string; readonly operator: 'contains'; readonly value: string }
  | { readonly field: string; readonly operator: 'matches'; readonly value: string };

/** Fires where all conditions hold. */
export interface WorkloadRule {
  readonly id: string;
  readonly workspace: string;
  readonly conditions: readonly Condition[];
}

export type Fact = Readonly<Record<string, string | number>>;

const numbered = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${name}-${String(index).padStart(3, '0')}`);

/** What alerts and events of clusters say: eleven texts and nine numbers. */
const names = {
  kind: (
    'Pod Deployment StatefulSet Node Job Service Ingress PersistentVolumeClaim CronJob DaemonSet ReplicaSet ConfigMap Secret ' +
    'Namespace NetworkPolicy HorizontalPodAutoscaler ServiceAccount ResourceQuota StorageClass PodDisruptionBudget'
  ).split(' '),
  namespace: numbered('namespace', 50),
  severity: ['critical', 'high', 'warning', 'info', 'debug'],
  service: numbered('service', 100),
  reason: numbered('Reason', 40),
  team: numbered('team', 30),
  environment: ['production', 'staging', 'development', 'test'],
} as const;
const otherNames = {
  cluster: numbered('cluster', 12),
  source: ['prometheus', 'events', 'logs', 'traces', 'probes', 'audit'],
  region: ['north', 'south', 'east', 'west', 'central'],
} as const;
const largest = {
  cpu: 100,
  memory: 100,
  restarts: 50,
  latency: 5000,
  errors: 100,
  disk: 100,
  age: 86_400,
  replicas: 64,
  requests: 10_000,
} as const;

const words = (
  'OOMKilled CrashLoopBackOff ImagePullBackOff evicted unhealthy readiness liveness probe failed timeout connection refused reset ' +
  'lookup certificate expired quota exceeded throttled latency spike disk pressure memory leak deadlock replication lag failover ' +
  'leader election checksum mismatch permission denied unauthorized backoff restarting container volume mount attach detach node ' +
  'drain cordon upgrade rollback deploy canary queue backlog consumer offset partition rebalance segfault panic'
).split(' ');

const patterns = [
  'exit code [0-9]+',
  'after [0-9]+s',
  'pod/[a-z]+-[0-9]+',
  'HTTP 5[0-9][0-9]',
  'errno=[0-9]{2}',
  '(OOM|oom)[Kk]illed',
];

type Name = keyof typeof names;
type Quantity = keyof typeof largest;

const nameFields = Object.keys(names) as readonly Name[];
const quantityFields = Object.keys(largest) as readonly Quantity[];

/**
 * Rules that mix one or two names, one or two quantities and a part of the message, as such rules do. A fact meets about one
 * rule in four hundred, whatever the number of rules.
 */
export function makeRules(count: number, rulesPerWorkspace = 100): readonly WorkloadRule[] {
  const random = new Random(42);
  return Array.from({ length: count }, (_, index) => ({
    id: `rule-${index}`,
    workspace: `workspace-${Math.floor(index / rulesPerWorkspace)}`,
    conditions: makeConditions(random),
  }));
}

function makeConditions(random: Random): readonly Condition[] {
  const shape = random.next();
  if (shape < 0.4) return [name(random), quantity(random), contains(random)];
  if (shape < 0.65) {
    const first = name(random);
    return [first, name(random, first.field), quantity(random)];
  }
  if (shape < 0.85) {
    const first = quantity(random);
    return [name(random), first, quantity(random, first.field)];
  }
  if (shape < 0.95) {
    return [name(random), quantity(random), { field: 'message', operator: 'matches', value: random.pick(patterns) }];
  }
  const first = quantity(random);
  return [first, quantity(random, first.field), contains(random)];
}

function name(random: Random, except?: string): Condition {
  const field = random.pick(nameFields.filter((other) => other !== except));
  return { field, operator: 'equals', value: random.pickSkewed<string>(names[field]) };
}

function quantity(random: Random, except?: string): Condition {
  const field = random.pick(quantityFields.filter((other) => other !== except));
  const high = random.next() < 0.75;
  const share = high ? 0.6 + 0.38 * random.next() : 0.02 + 0.4 * random.next();
  const operators = high ? (['>', '>='] as const) : (['<', '<='] as const);
  return { field, operator: random.pick(operators), value: Math.round(largest[field] * share) };
}

function contains(random: Random): Condition {
  return { field: 'message', operator: 'contains', value: random.pick(words) };
}

export function makeFacts(count: number, workspaces: number): readonly Fact[] {
  const random = new Random(7);
  return Array.from({ length: count }, () => {
    const fact: Record<string, string | number> = { workspace: `workspace-${random.below(workspaces)}` };
    for (const field of nameFields) fact[field] = random.pickSkewed<string>(names[field]);
    for (const [field, values] of Object.entries(otherNames)) fact[field] = random.pick<string>(values);
    for (const field of quantityFields) fact[field] = random.below(largest[field] + 1);
    fact['message'] = [...Array.from({ length: 7 }, () => random.pick(words)), ending(random)].join(' ');
    return fact;
  });
}

function ending(random: Random): string {
  const endings = [
    `exit code ${random.below(255)}`,
    `after ${random.below(90)}s`,
    `pod/web-${random.below(99)}`,
    `HTTP 5${String(random.below(99)).padStart(2, '0')}`,
    `errno=${10 + random.below(89)}`,
  ];
  return random.next() < 0.4 ? random.pick(endings) : 'ok';
}

/** The meaning of a condition, by which every engine is checked. */
export function holds({ field, operator, value }: Condition, fact: Fact): boolean {
  const actual = fact[field];
  if (typeof value === 'number') {
    if (typeof actual !== 'number') return false;
    if (operator === '>') return actual > value;
    if (operator === '>=') return actual >= value;
    return operator === '<' ? actual < value : actual <= value;
  }
  if (typeof actual !== 'string') return false;
  if (operator === 'equals') return actual === value;
  return operator === 'contains' ? actual.includes(value) : new RegExp(value).test(actual);
}
