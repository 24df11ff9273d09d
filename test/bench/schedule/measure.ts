import { jainIndex, sharesServed } from './fairness.ts';
import type { Outcome, Run } from './simulator/simulate.ts';

/** Of one run; times in seconds. */
export interface Measured {
  readonly p50: number;
  readonly p99: number;
  readonly mean: number;
  /** Share of interactive calls that began within the objective. */
  readonly goodput: number;
  readonly swaps: number;
  /** Share of the tokens of prompts that a slot had. */
  readonly prefixHits: number;
  /** Of what each workspace was served, over what it is due. */
  readonly jain: number;
  /** The least that any workspace was served, over what it is due. */
  readonly leastShare: number;
  /** The longest wait of any call that was taken, of whatever class. */
  readonly longest: number;
  /** Shares of calls. */
  readonly refusedInteractive: number;
  readonly refused: number;
}

/** Of each run the first part is left out: the nodes begin empty. */
const warmUp = 0.1;
/** Seconds that a call counts with which was refused or never begun: no client waits longer. */
const patience = 60;

export function measure({ outcomes, swaps }: Run, objective: number): Measured {
  const counted = outcomes.slice(Math.floor(outcomes.length * warmUp));
  const interactive = counted.filter(({ request }) => request.rank === 0);
  const times = interactive.map(secondsToFirst).sort((left, right) => left - right);
  const shares = sharesServed(counted);
  const input = sum(counted.map(({ request }) => request.input));
  return {
    p50: at(times, 0.5),
    p99: at(times, 0.99),
    mean: sum(times) / times.length,
    goodput: times.filter((time) => time <= objective).length / times.length,
    swaps,
    prefixHits: sum(counted.map(({ cached }) => cached)) / input,
    jain: jainIndex(shares),
    leastShare: Math.min(...shares),
    longest: Math.max(...counted.map(({ first = 0 }) => first)) / 1000,
    refusedInteractive: share(interactive, ({ first }) => first === undefined),
    refused: share(counted, ({ first }) => first === undefined),
  };
}

function secondsToFirst({ first }: Outcome): number {
  return first === undefined ? patience : first / 1000;
}

function at(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

function share<T>(list: readonly T[], holds: (value: T) => boolean): number {
  return list.filter(holds).length / list.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
