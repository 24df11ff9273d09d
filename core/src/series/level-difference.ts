import { dependence, median, scaleOf } from './robust.ts';

/** Two levels, medians both, that are apart for certain. */
export interface LevelDifference {
  readonly before: number;
  readonly after: number;
  /** How many standard errors they are apart. */
  readonly score: number;
}

/** Values that a level needs. Fewer make a level of an accident. */
export const fewest = 5;
/**
 * Standard errors, of many values; more of few, by which their noise is known less well. The largest of all splits of pure
 * noise is often at 3.
 */
const threshold = 6;
const few = 30;
/** Of the level: what moves by less is no difference that matters. */
const smallest = 0.1;

/**
 * Whether the values of one time are on another level than those of an earlier one: whether their medians are far apart by
 * the noise around them, taken for as long as the noise remembers itself. Undefined where they are not,
 * and where there are fewer than five of either.
 */
export function levelDifference(earlier: readonly number[], later: readonly number[]): LevelDifference | undefined {
  if (Math.min(earlier.length, later.length) < fewest) return undefined;
  const [before, after] = [median(earlier), median(later)];
  const apart = Math.abs(after - before);
  if (!(apart > smallest * Math.max(Math.abs(before), Math.abs(after)))) return undefined;
  const residuals = [...earlier.map((value) => value - before), ...later.map((value) => value - after)];
  const noise = scaleOf(residuals) * Math.sqrt(dependence(residuals) * (1 / earlier.length + 1 / later.length));
  // What is constant has no noise, and no infinite score either.
  const score = apart / Math.max(noise, apart / 1000);
  return score > threshold * Math.sqrt(1 + few / residuals.length) ? { before, after, score } : undefined;
}
