import type { Series } from '../source/answer.ts';

/** How the end of a series differs from what went before. */
export interface LevelChange {
  /** Milliseconds since the epoch: the first point of the new level. */
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

/** Points on each side that a change needs. Fewer make a level of an accident. */
const fewest = 5;
/** A change is this many times what the series moves by on its own. */
const threshold = 5;
/** Of the level: what moves less than this many times it is no change that matters. */
const smallest = 0.02;

/**
 * The one point where a series changes its level: the split that leaves the least absolute deviation from the medians of both
 * sides (Bai, Least absolute deviation estimation of a shift, 1995). Undefined where the levels do not stand out from the
 * deviation that is left.
 */
export function levelChange({ points }: Series): LevelChange | undefined {
  const finite = points.filter(([, value]) => Number.isFinite(value));
  let best: (LevelChange & { readonly deviation: number }) | undefined;
  for (let split = fewest; split <= finite.length - fewest; split += 1) {
    const left = finite.slice(0, split).map(([, value]) => value);
    const right = finite.slice(split).map(([, value]) => value);
    const [before, after] = [median(left), median(right)];
    const deviation = deviationOf(left, before) + deviationOf(right, after);
    const [at] = finite[split] ?? [0];
    if (best === undefined || deviation < best.deviation) best = { at, before, after, deviation };
  }
  if (best === undefined) return undefined;
  const { at, before, after, deviation } = best;
  const noise = Math.max(deviation / finite.length, Math.max(Math.abs(before), Math.abs(after)) * smallest);
  return Math.abs(after - before) > threshold * noise ? { at, before, after } : undefined;
}

function deviationOf(values: readonly number[], middle: number): number {
  return values.reduce((sum, value) => sum + Math.abs(value - middle), 0);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
