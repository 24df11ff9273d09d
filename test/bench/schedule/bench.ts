import type { Bench } from '../support/contract.ts';
import { format, formatSummary } from '../support/statistics.ts';
import { contestants, replicated } from './contestants.ts';
import { decisionCost } from './decision-cost.ts';
import { race } from './race.ts';
import { readScenario, type Scenario } from './scenario.ts';
import { type Column, spread, tables } from './table.ts';
import { readTrace, type Recorded, type TraceName } from './workload/trace.ts';

/** Calls of a run; so many that a run takes a tenth of a second, and its p99 is one of hundreds. */
const requests = 2_000;
/** The same where several replicas are compared with one. */
const requestsOfReplicas = 1_000;
/** The load at which replicas are compared, and the highest at which all that comes can be served. */
const served = 0.8;
const traceNames: readonly TraceName[] = ['azure-conv.csv', 'mooncake-conversation.jsonl'];

const schedule: Bench = async () => {
  const scenario = readScenario();
  const cost = decisionCost();
  const traces = new Map(traceNames.map((name) => [name, readTrace(name, scenario.node)]));
  const all = contestants(scenario.node);
  const columns = settings(traces, scenario).map(({ recorded, ...setting }): Column => {
    return { setting, means: race(all, recorded, scenario, setting, requests) };
  });
  const replicas = replicaRaces(traces, scenario);
  const withinCapacity = columns.filter(({ setting }) => setting.load <= served);
  const overloaded = columns.filter(({ setting }) => setting.load > served);
  const figures = {
    p99TtftVsBestBaseline: worst(withinCapacity, p99VsBest),
    p99TtftVsBestBaselineOverloaded: worst(overloaded, p99VsBest),
    meanTtftVsBound: worst(withinCapacity, meanVsBound),
    meanTtftVsBoundOverloaded: worst(overloaded, meanVsBound),
    jain: Math.min(...columns.filter(({ setting }) => setting.oneOffersHalf).map(jainOfOurs)),
    p99ThreeReplicasVsOne: worst(replicas, (column) => ratio(column, 'p99', '3 replicas', 'one replica')),
    p99FiveReplicasVsOne: worst(replicas, (column) => ratio(column, 'p99', '5 replicas', 'one replica')),
    decisionMicroseconds: cost.median,
  };
  return { report: report(columns, replicas, figures, formatSummary(cost), scenario), figures };
};

export default schedule;

function settings(traces: ReadonlyMap<string, readonly Recorded[]>, { clusters, load }: Scenario) {
  return [...traces].flatMap(([trace, recorded]) =>
    load.values.flatMap((value) =>
      (value > 1 ? [false, true] : [false]).flatMap((oneOffersHalf) =>
        clusters.map(({ name, nodes }) => ({ trace, recorded, cluster: name, nodes, load: value, oneOffersHalf })),
      ),
    ),
  );
}

function replicaRaces(traces: ReadonlyMap<string, readonly Recorded[]>, scenario: Scenario): readonly Column[] {
  const several = scenario.replicas.map((count) => replicated(scenario.node, count));
  return [...traces].flatMap(([trace, recorded]) =>
    scenario.clusters.map(({ name, nodes }) => {
      const setting = { trace, cluster: name, nodes, load: served, oneOffersHalf: false };
      return { setting, means: race(several, recorded, scenario, setting, requestsOfReplicas) };
    }),
  );
}

function worst(columns: readonly Column[], of: (column: Column) => number): number {
  return Math.max(...columns.map(of));
}

/** Ours over that of the baseline, with our order of classes, that has the least. */
function p99VsBest({ means }: Column): number {
  const names = [...means.keys()].filter((name) => name.endsWith('our classes'));
  const best = Math.min(...names.map((name) => means.get(name)?.p99.mean ?? Infinity));
  return (means.get('Hexaops')?.p99.mean ?? Infinity) / best;
}

function meanVsBound(column: Column): number {
  return ratio(column, 'mean', 'Hexaops', 'bound: clairvoyant list schedule');
}

function ratio({ means }: Column, key: 'p99' | 'mean', ours: string, other: string): number {
  return (means.get(ours)?.[key].mean ?? Infinity) / (means.get(other)?.[key].mean ?? 0);
}

function jainOfOurs({ means }: Column): number {
  return means.get('Hexaops')?.jain.mean ?? 0;
}

function report(
  columns: readonly Column[],
  replicas: readonly Column[],
  figures: Readonly<Record<string, number>>,
  cost: string,
  scenario: Scenario,
): string {
  return `Times from a call's arrival to its first token, of interactive calls, in seconds: means of ${scenario.seeds} seeds with their 95 %
intervals. Recorded arrivals (Azure's conversations, CC-BY-4.0; Mooncake's, Apache-2.0), ${requests} calls from a random place of the trace for
each seed, the first tenth not counted. Models (Zipf 1.0), workspaces (Zipf 1.1) and classes are drawn: the traces have none. A session is the
first block of a prompt that is not the same in all (the very first is). Load counts a prompt as read but for what its session has sent before.
A call that is refused or never begins counts with 60 s: where more than one in a hundred is, p99 is those 60 s and says no more. Jain's index is
of the work that each workspace was served over what it is due, its max-min fair share of all that was served; beside it the least of these.
Where scheduling is fair hardly ever two workspaces have calls waiting for long, so an index of those alone would say nothing. The bound is a
list schedule that knows what is to come; it is no proven limit, and on single draws ours is better. Nodes are simulated by code
that shares nothing with the scheduler; the scheduler is its own code.

${tables(columns)}

**Where it loses.** At 120 % what comes is more than can be done. Hexaops refuses what it cannot begin in time, of the workspaces that are
ahead of their share first, their interactive calls too: its mean is then ${format(figures['meanTtftVsBoundOverloaded'] ?? 0)} times that of the bound, which serves every interactive
call first and lets whoever sends the most have the most (Jain's index says so), and its p99 is the 60 s of those that were refused. "Least
connections where loaded" is what no balancer offers; it is shown since most of what is gained is gained by where models are. Below capacity
it comes near, and in some stretches of the second trace it lets a model starve.

**Replicas at load ${Math.round(served * 100)} %** (p99, ${requestsOfReplicas} calls)

| | ${scenario.replicas.map((count) => (count === 1 ? 'one' : `${count}`)).join(' | ')} |
| --- |${scenario.replicas.map(() => ' ---: |').join('')}
${replicas.map(({ setting, means }) => `| ${setting.trace}, ${setting.nodes} nodes | ${[...means.values()].map(({ p99 }) => spread(p99)).join(' | ')} |`).join('\n')}

A decision with 16 nodes and 10,000 calls that wait, median (lowest–highest) in microseconds: ${cost}.

${Object.entries(figures)
  .map(([name, value]) => `- \`${name}\`: ${format(value)}`)
  .join('\n')}`;
}
