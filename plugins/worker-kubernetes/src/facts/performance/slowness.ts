import type { Call } from '../addresses/calls.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import { type ClusterFact, evidenceOf } from '../fact.ts';
import { parseQuantity } from '../quantity.ts';
import { podSpecOf, type Workload } from '../workloads.ts';
import { callGraph, type CallGraph, workloadsByName } from './call-graph.ts';
import { type Level, type Levels, measure, measureAlerts } from './signals.ts';

/**
 * `latency-raised`: calls became slow, and a disturbance of the network of one workload, or of one node, explains best
 * which ones did (`scope`). `fit` is how well, 0 to 1; `cpuBound` whether the workload also ran into its CPU limit;
 * `retransmits` whether the node had to send packets again.
 * `cpu-saturated`: a workload uses what its CPU limit gives, or far more than it did, and is throttled.
 */
export function performanceFacts(index: ClusterIndex, calls: readonly Call[]): ClusterFact[] {
  const { supplements } = index.snapshot;
  const series = supplements.metrics();
  const measured = series.length > 0;
  const nodeNames = new Set(index.nodes.map(({ metadata: { name } }) => name));
  const { services, nodes } = measured ? measure(series, nodeNames) : measureAlerts(supplements.alerts ?? []);
  const named = workloadsByName(index);
  const latency = byWorkload(services.get('latency'), named);
  for (const [workload, level] of byWorkload(services.get('median-latency'), named))
    if (!latency.has(workload)) latency.set(workload, level);
  const throttling = byWorkload(services.get('throttling'), named);
  const saturated = [...byWorkload(services.get('cpu'), named)].flatMap(([workload, level]) =>
    saturation(workload, level, throttling.get(workload), latency.get(workload)),
  );
  const slow = new Map([...latency].filter(([, { usual, raised }]) => raised > usual * 2.5 && raised - usual > 15));
  if (slow.size === 0) return saturated;
  // What was measured and is not slow speaks against a hypothesis; alerts are silent of it.
  const known = measured
    ? new Set([...latency].filter(([, { raised }]) => raised > 0).map(([workload]) => workload))
    : undefined;
  const retransmissions = nodes.get('retransmissions') ?? new Map<string, Level>();
  const lossy = lossyNode(index, slow, retransmissions);
  const bound = new Set(saturated.map(({ object }) => object.name));
  const [best] = hypotheses(index, callGraph(index, calls), slow, known, retransmissions).sort(
    (one, other) =>
      Number(other.fit > one.fit + 1e-9) - Number(one.fit > other.fit + 1e-9) ||
      Number(one.scope === 'node') - Number(other.scope === 'node') ||
      other.weight - one.weight ||
      (one.name < other.name ? -1 : 1),
  );
  const loss =
    lossy === undefined
      ? []
      : [latencyRaised({ scope: 'node', name: lossy, workload: undefined, fit: 1, weight: 0 }, slow, bound, true)];
  const isNode = lossy !== undefined && best?.scope === 'node';
  return [...saturated, ...loss, ...(best === undefined || isNode ? [] : [latencyRaised(best, slow, bound, false)])];
}

interface Hypothesis {
  readonly scope: 'workload' | 'node';
  readonly name: string;
  readonly workload: Workload | undefined;
  readonly fit: number;
  /** How much of the slowness is its own: of hypotheses that fit as well, the heavier is meant. */
  readonly weight: number;
}

type Slow = ReadonlyMap<Workload, Level>;

/** What each workload, and each node, would make slow if the network around it were disturbed, against what is slow. */
function hypotheses(
  index: ClusterIndex,
  { callees, callers }: CallGraph,
  slow: Slow,
  measured: ReadonlySet<Workload> | undefined,
  retransmissions: Levels,
): Hypothesis[] {
  const isMeasured = (workload: Workload) => measured === undefined || measured.has(workload);
  const nodesOf = (workload: Workload) => new Set(workload.pods.flatMap(({ spec }) => spec?.nodeName ?? []));
  const withCallers = (disturbed: Iterable<Workload>) => {
    const all = new Set<Workload>();
    const queue = [...disturbed];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (all.has(next)) continue;
      all.add(next);
      queue.push(...(callers.get(next) ?? []));
    }
    return all;
  };
  const fitOf = (predicted: ReadonlySet<Workload>) => {
    const seen = [...predicted].filter(isMeasured);
    const right = seen.filter((workload) => slow.has(workload)).length;
    return seen.length === 0 ? 0 : (2 * right) / (seen.length + slow.size);
  };
  // Who waits for a slow call is slow, and so is who waits for him; who is called seems slow where the time is taken there, and
  // his other callers are not for that.
  const fitOfCalls = (waiting: Iterable<Workload>, called: Iterable<Workload>) => {
    const slowed = withCallers(waiting);
    return Math.max(fitOf(slowed), fitOf(new Set([...slowed, ...called])));
  };
  const rise = (level: Level | undefined) => (level === undefined ? 0 : level.raised - level.usual);
  const ownRise = (workload: Workload) =>
    rise(slow.get(workload)) -
    Math.max(0, ...[...(callees.get(workload) ?? [])].map((callee) => rise(slow.get(callee))));

  const candidates = index.workloads.filter(
    (workload) => slow.has(workload) || [...(callers.get(workload) ?? [])].some((caller) => slow.has(caller)),
  );
  const ofWorkloads = candidates.map((workload): Hypothesis => ({
    scope: 'workload',
    name: workload.object.name,
    workload,
    fit: fitOfCalls([workload], callees.get(workload) ?? []),
    weight: ownRise(workload),
  }));
  const ofNodes = index.nodes.map(({ metadata: { name } }): Hypothesis => {
    const across = new Set<Workload>();
    const called = new Set<Workload>();
    for (const [caller, all] of callees) {
      for (const callee of all) {
        if (nodesOf(caller).has(name) === nodesOf(callee).has(name)) continue;
        across.add(caller);
        called.add(callee);
      }
    }
    return {
      scope: 'node',
      name,
      workload: undefined,
      fit: across.size === 0 ? 0 : fitOfCalls(across, called),
      weight: rise(retransmissions.get(name)),
    };
  });
  return [...ofWorkloads, ...ofNodes];
}

function latencyRaised(
  { scope, name, workload, fit }: Hypothesis,
  slow: Slow,
  bound: ReadonlySet<string>,
  retransmits: boolean,
): ClusterFact {
  return {
    fact: 'latency-raised',
    object: workload?.object ?? { kind: 'Node', name },
    scope,
    fit,
    slow: [...slow.keys()].map(({ object }) => object.name).sort(),
    cpuBound: workload !== undefined && bound.has(name),
    retransmits,
    evidence: [...slow]
      .slice(0, 5)
      .map(([{ object }, { usual, raised }]) =>
        evidenceOf('metric', object, `latency rose from ${usual.toFixed(1)} to ${raised.toFixed(1)}`),
      ),
  };
}

/** Of the nodes with slow workloads, the one that has to send the most packets again, if it has to. */
function lossyNode(index: ClusterIndex, slow: Slow, levels: Levels): string | undefined {
  const hosts = new Set([...slow.keys()].flatMap(({ pods }) => pods.flatMap(({ spec }) => spec?.nodeName ?? [])));
  const [worst] = index.nodes
    .flatMap(({ metadata: { name } }) => {
      const level = levels.get(name);
      return level !== undefined && hosts.has(name) && level.raised > 2 && level.raised > level.usual * 4
        ? [{ name, rise: level.raised - level.usual }]
        : [];
    })
    .sort((one, other) => other.rise - one.rise || (one.name < other.name ? -1 : 1));
  return worst?.name;
}

function saturation(
  workload: Workload,
  { usual, raised }: Level,
  throttled: Level | undefined,
  latency: Level | undefined,
): ClusterFact[] {
  const limits = (podSpecOf(workload).containers ?? []).map(({ resources }) =>
    parseQuantity(resources?.limits?.['cpu']),
  );
  const limit = limits.every((value) => value !== undefined)
    ? limits.reduce((sum: number, value) => sum + (value ?? 0), 0)
    : undefined;
  const ofLimit = limit === undefined || limit === 0 ? 0 : raised / limit;
  const throttling = throttled !== undefined && throttled.raised > Math.max(0.1, throttled.usual * 3);
  const surge = raised > usual * 2 && raised - usual > 0.05;
  // Without a limit there is no throttling, and a core is the least that hurts anyone.
  const unlimited = limit === undefined && raised > usual * 3 && raised - usual > 0.9;
  if (!(surge && (ofLimit > 0.8 || throttling)) && ofLimit <= 0.9 && !unlimited) return [];
  return [
    {
      fact: 'cpu-saturated',
      object: workload.object,
      usage: raised,
      usualUsage: usual,
      ofLimit,
      throttled: throttling,
      surge,
      slow: latency !== undefined && latency.raised > latency.usual * 2,
      evidence: [
        evidenceOf(
          'metric',
          workload.object,
          `CPU use rose from ${usual.toFixed(3)} to ${raised.toFixed(3)} cores${limit === undefined ? '' : ` of ${limit}`}`,
        ),
      ],
    },
  ];
}

function byWorkload(levels: Levels | undefined, named: ReadonlyMap<string, Workload>): Map<Workload, Level> {
  return new Map(
    [...(levels ?? [])].flatMap(([name, level]) => {
      const workload = named.get(name);
      return workload === undefined ? [] : [[workload, level] as const];
    }),
  );
}
