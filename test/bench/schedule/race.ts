import type { Contestant } from './contestants.ts';
import { measure, type Measured } from './measure.ts';
import type { Scenario } from './scenario.ts';
import { simulate } from './simulator/simulate.ts';
import { draw } from './workload/draw.ts';
import type { Recorded } from './workload/trace.ts';

/** One setting of the scenario. */
export interface Setting {
  readonly trace: string;
  readonly cluster: string;
  readonly nodes: number;
  readonly load: number;
  readonly oneOffersHalf: boolean;
}

export interface Mean {
  readonly mean: number;
  /** Half of the 95 % confidence interval. */
  readonly interval: number;
}

export type Means = Readonly<Record<keyof Measured, Mean>>;

/** Every contestant on the same calls, for each seed. */
export function race(
  contestants: readonly Contestant[],
  trace: readonly Recorded[],
  scenario: Scenario,
  setting: Setting,
  requests: number,
  seeds = scenario.seeds,
): ReadonlyMap<string, Means> {
  const results = new Map<string, Measured[]>(contestants.map(({ name }) => [name, []]));
  for (let seed = 1; seed <= seeds; seed++) {
    const { load, nodes, oneOffersHalf } = setting;
    const calls = draw(trace, scenario, { seed, load, nodes, requests, oneOffersHalf });
    for (const { name, make } of contestants) {
      const run = simulate(calls, nodes, scenario.node, make);
      results.get(name)?.push(measure(run, scenario.slo.interactiveTtftSeconds));
    }
  }
  return new Map([...results].map(([name, runs]) => [name, meansOf(runs)]));
}

/** Of Student's distribution for 95 %, by degrees of freedom. */
const student = [Number.NaN, 12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262];

function meansOf(runs: readonly Measured[]): Means {
  const [first] = runs;
  if (first === undefined) throw new Error('no seed was run');
  const keys = Object.keys(first) as readonly (keyof Measured)[];
  return Object.fromEntries(keys.map((key) => [key, meanOf(runs.map((run) => run[key]))])) as Means;
}

function meanOf(values: readonly number[]): Mean {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, count - 1);
  return { mean, interval: (student[Math.min(count - 1, 9)] ?? 2) * Math.sqrt(variance / count) };
}
