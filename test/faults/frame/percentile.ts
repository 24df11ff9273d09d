/** The smallest sample that `share` of them do not exceed; NaN of none. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Between which samples the percentile of all there could be lies, all but surely: 99 times of 100. */
export interface PercentileBounds {
  readonly low: number;
  readonly high: number;
}

/** Of two-sided 99 %, in standard deviations of a normal distribution. */
const sure = 2.576;

/**
 * The ranks between which it lies, whatever the distribution: how many of so many samples are below a percentile is binomial,
 * here as the normal distribution has it. David and Nagaraja, Order Statistics, 7.1. NaN of none.
 */
export function percentileBounds(samples: readonly number[], share: number): PercentileBounds {
  const sorted = samples.toSorted((left, right) => left - right);
  const { length } = sorted;
  const spread = sure * Math.sqrt(length * share * (1 - share));
  const at = (rank: number) => sorted[Math.min(length, Math.max(1, rank)) - 1] ?? Number.NaN;
  return { low: at(Math.floor(length * share - spread)), high: at(Math.ceil(length * share + spread) + 1) };
}
