import type { Call } from '../addresses/addresses.ts';
import type { ClusterIndex } from '../cluster-index.ts';
import { type ClusterFact, evidenceOf, referenceOf } from '../fact.ts';
import { parseQuantity } from '../quantity.ts';
import { podSpecOf, type Workload } from '../workloads.ts';
import { callGraph, type CallGraph, workloadsByName } from './call-graph.ts';
import { type Level, type Levels, measure } from './signals.ts';

/**
 * `latency-raised`: calls became slow, and a disturbance of the network of one workload, or of one node, explains best
 * which ones did (`scope`). `fit` is how well, 0 to 1; `cpuBound` whether the workload also ran into its CPU limit;
 * `retransmits` whether the node had to send packets again.
 * `cpu-saturated`: a workload uses what its CPU limit gives, or far more than it did, and is throttled.
 */
export function performanceFacts(index: ClusterIndex, calls: readonly Call[]): ClusterFact[] {
  const series = index.snapshot.supplements.metrics();
  const { services, nodes } = measure(series);
  const named = workloadsByName(index);
  const latency = byWorkload(services.get('latency') ?? services.get('median-latency'), named);
  const cpu = byWorkload(services.get('cpu'), named);
  const throttling = byWorkload(services.get('throttling'), named);
  const saturated = [...cpu].flatMap(([workload, level]) => saturation(workload, level, throttling.get(workload), latency.get(workload)));
  const slow = latency.size > 0 ? slowOnes(latency) : fromAlerts(index, named);
  const known = latency.size > 0 ? new Set([...latency].filter(([, { raised }]) => raised > 0).map(([workload]) => workload)) : undefined;
  if (slow.size === 0) return saturated;
  const graph = callGraph(index, calls);
  const bound = new Set(saturated.map(({ object }) => object.name));
  const [best] = hypotheses(index, graph, slow, known).sort(
    (a, b) => Number(b.fit > a.fit + 1e-9) - Number(a.fit > b.fit + 1e-9) || b.weight - a.weight || (a.name < b.name ? -1 : 1),
  );
  if (best === undefined) return saturated;
  const retransmitting = retransmitters(nodes.get('retransmissions') ?? new Map());
  const strongest = best.scope === 'node' ? undefined : nodeBehind(index, slow, retransmitting);
  return [...saturated, ...disturbed(index, best, slow, bound, retransmitting), ...(strongest ?? [])];
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

function slowOnes(latency: ReadonlyMap<Workload, Level>): Slow {
  return new Map([...latency].filter(([, { usual, raised }]) => raised > usual * 2.5 && raised - usual > 15));
}

function fromAlerts(index: ClusterIndex, named: ReadonlyMap<string, Workload>): Slow {
  const slow = new Map<Workload, Level>();
  for (const { name, evidence } of index.snapshot.supplements.alerts ?? []) {
    const workload = named.get(name);
    if (workload !== undefined && evidence.some((text) => /latency|slow|duration|response time/i.test(text))) slow.set(workload, { usual: 0, raised: 1 });
  }
  return slow;
}

/** What each workload, and each node, would make slow if the network around it were disturbed, against what is slow. */
function hypotheses(index: ClusterIndex, { callees, callers }: CallGraph, slow: Slow, measured: ReadonlySet<Workload> | undefined): Hypothesis[] {
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
  const rise = (workload: Workload) => {
    const level = slow.get(workload);
    return level === undefined ? 0 : level.raised - level.usual;
  };
  const ownRise = (workload: Workload) => rise(workload) - Math.max(0, ...[...(callees.get(workload) ?? [])].map(rise));

  const candidates = index.workloads.filter((workload) => slow.has(workload) || [...(callers.get(workload) ?? [])].some((caller) => slow.has(caller)));
  const ofWorkloads = candidates.map((workload): Hypothesis => ({
    scope: 'workload',
    name: workload.object.name,
    workload,
    fit: Math.max(fitOf(withCallers([workload])), fitOf(withCallers([workload, ...(callees.get(workload) ?? [])]))),
    weight: ownRise(workload),
  }));
  const ofNodes = index.nodes.map(({ metadata: { name } }): Hypothesis => {
    const disturbed = new Set<Workload>();
    for (const [caller, called] of callees) {
      for (const callee of called) {
        if (nodesOf(caller).has(name) !== nodesOf(callee).has(name)) disturbed.add(caller).add(callee);
      }
    }
    return { scope: 'node', name, workload: undefined, fit: disturbed.size === 0 ? 0 : fitOf(withCallers(disturbed)), weight: Number.NEGATIVE_INFINITY };
  });
  return [...ofWorkloads, ...ofNodes];
}

function disturbed(index: ClusterIndex, best: Hypothesis, slow: Slow, bound: ReadonlySet<string>, retransmitting: ReadonlySet<string>): ClusterFact[] {
  const object = best.workload?.object ?? { kind: 'Node', name: best.name };
  const names = [...slow.keys()].map((workload) => workload.object.name).sort();
  return [
    {
      fact: 'latency-raised',
      object,
      scope: best.scope,
      fit: best.fit,
      slow: names,
      cpuBound: best.workload !== undefined && bound.has(best.workload.object.name),
      retransmits: best.scope === 'node' && retransmitting.has(best.name),
      evidence: [...slow].slice(0, 5).map(([workload, { usual, raised }]) =>
        evidenceOf('metric', workload.object, `latency rose from ${usual.toFixed(1)} to ${raised.toFixed(1)}`),
      ),
    },
  ];
}

/** A node that has to send packets again while workloads on it are slow. */
function nodeBehind(index: ClusterIndex, slow: Slow, retransmitting: ReadonlySet<string>): ClusterFact[] {
  return index.nodes.flatMap((node) => {
    const here = [...slow.keys()].filter(({ pods }) => pods.some(({ spec }) => spec?.nodeName === node.metadata.name));
    if (!retransmitting.has(node.metadata.name) || here.length === 0) return [];
    return [
      {
        fact: 'latency-raised',
        object: referenceOf(node),
        scope: 'node',
        fit: here.length / slow.size,
        slow: here.map(({ object }) => object.name),
        cpuBound: false,
        retransmits: true,
        evidence: [evidenceOf('metric', referenceOf(node), 'TCP retransmissions rose')],
      },
    ];
  });
}

function retransmitters(levels: Levels): ReadonlySet<string> {
  return new Set([...levels].filter(([, { usual, raised }]) => raised > 2 && raised > usual * 4).map(([node]) => node));
}

function saturation(workload: Workload, { usual, raised }: Level, throttled: Level | undefined, latency: Level | undefined): ClusterFact[] {
  const limits = (podSpecOf(workload).containers ?? []).map(({ resources }) => parseQuantity(resources?.limits?.['cpu']));
  const limit = limits.every((value) => value !== undefined) ? limits.reduce((sum: number, value) => sum + (value ?? 0), 0) : undefined;
  const ofLimit = limit === undefined || limit === 0 ? 0 : raised / limit;
  const throttling = throttled !== undefined && throttled.raised > Math.max(0.1, throttled.usual * 3);
  const surge = raised > usual * 3 && raised > 0.1;
  if (!(ofLimit > 0.8 && surge) && !(throttling && surge) && !(ofLimit > 0.9)) return [];
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
      evidence: [evidenceOf('metric', workload.object, `CPU use rose from ${usual.toFixed(3)} to ${raised.toFixed(3)} cores${limit === undefined ? '' : ` of ${limit}`}`)],
    },
  ];
}

function byWorkload(levels: Levels | undefined, named: ReadonlyMap<string, Workload>): Map<Workload, Level> {
  return new Map([...(levels ?? [])].flatMap(([name, level]) => {
    const workload = named.get(name);
    return workload === undefined ? [] : [[workload, level] as const];
  }));
}
