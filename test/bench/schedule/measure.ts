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
  /** Among workspaces that have calls waiting. */
  readonly jain: number;
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
  const input = sum(counted.map(({ request }) => request.input));
  return {
    p50: at(times, 0.5),
    p99: at(times, 0.99),
    mean: sum(times) / times.length,
    goodput: times.filter((time) => time <= objective).length / times.length,
    swaps,
    prefixHits: sum(counted.map(({ cached }) => cached)) / input,
    jain: jain(counted),
    longest: Math.max(...counted.map(({ first = 0 }) => first)) / 1000,
    refusedInteractive: share(interactive, ({ first }) => first === undefined),
    refused: share(counted, ({ first }) => first === undefined),
  };
}

function secondsToFirst({ first }: Outcome): number {
  return first === undefined ? patience : first / 1000;
}

const window = 120_000;

/**
 * Jain's index of the work that was done, in stretches of two minutes, among the workspaces that had calls waiting all of that
 * time; the mean of the stretches in which there were at least two of them.
 */
function jain(outcomes: readonly Outcome[]): number {
  const begin = outcomes[0]?.request.arrival ?? 0;
  const end = outcomes.at(-1)?.request.arrival ?? 0;
  const indices: number[] = [];
  for (let from = begin; from + window <= end; from += window) {
    const backlogged = backloggedIn(outcomes, from, from + window);
    if (backlogged.size < 2) continue;
    const done = new Map<number, number>([...backlogged].map((workspace) => [workspace, 0]));
    for (const { request, done: at } of outcomes) {
      if (at === undefined || at < from || at >= from + window) continue;
      const before = done.get(request.workspace);
      if (before !== undefined) done.set(request.workspace, before + request.work);
    }
    const values = [...done.values()];
    indices.push(sum(values) ** 2 / (values.length * sum(values.map((value) => value ** 2))) || 0);
  }
  return indices.length === 0 ? 1 : sum(indices) / indices.length;
}

function backloggedIn(outcomes: readonly Outcome[], from: number, to: number): ReadonlySet<number> {
  const covered = new Map<number, [number, number][]>();
  for (const { request, first, refusedAt } of outcomes) {
    const until = first === undefined ? (refusedAt ?? Infinity) : request.arrival + first;
    if (request.arrival >= to || until <= from) continue;
    const intervals = covered.get(request.workspace);
    if (intervals === undefined) covered.set(request.workspace, [[request.arrival, until]]);
    else intervals.push([request.arrival, until]);
  }
  const backlogged = new Set<number>();
  for (const [workspace, intervals] of covered) {
    let reached = from;
    for (const [start, until] of intervals.sort((left, right) => left[0] - right[0])) {
      if (start > reached) break;
      reached = Math.max(reached, until);
    }
    if (reached >= to) backlogged.add(workspace);
  }
  return backlogged;
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
