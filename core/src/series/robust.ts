/** `[milliseconds since the epoch, value]` in the order of time; what is no number does not count. */
export type TimedValues = readonly (readonly [number, number | null])[];

export function finitePoints(points: TimedValues): readonly (readonly [number, number])[] {
  return points.flatMap(([time, value]) => (value !== null && Number.isFinite(value) ? [[time, value] as const] : []));
}

/** NaN of nothing. */
export function median(values: readonly number[]): number {
  return quantileOf(
    values.toSorted((left, right) => left - right),
    0.5,
  );
}

/** Of values in ascending order; between two values it is between them. */
export function quantileOf(sorted: ArrayLike<number>, share: number): number {
  const place = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(place)] ?? Number.NaN, sorted[Math.ceil(place)] ?? Number.NaN];
  return low + (high - low) * (place - Math.floor(place));
}

/** What a standard deviation of normal noise would be, by the larger of two measures that a few outliers do not move much. */
export function scaleOf(residuals: readonly number[]): number {
  const sizes = residuals.map(Math.abs);
  const mean = sizes.reduce((sum, size) => sum + size / sizes.length, 0);
  return Math.max(1.4826 * median(sizes), 1.2533 * mean);
}

/**
 * How many values in a row tell as much as one that depends on none before it: (1 + r) / (1 - r), where r is what each
 * keeps of the one before it (autocorrelation at lag one, corrected for few values as Kendall does). At least 1.
 */
export function dependence(residuals: readonly number[]): number {
  const scale = scaleOf(residuals);
  if (!(scale > 0)) return 1;
  // One outlier would hide the dependence of all others.
  const clipped = residuals.map((value) => Math.max(-3 * scale, Math.min(3 * scale, value)));
  let [products, squares] = [0, 0];
  for (const [at, value] of clipped.entries()) {
    squares += value * value;
    if (at > 0) products += value * (clipped[at - 1] ?? 0);
  }
  const seen = squares > 0 ? products / squares : 0;
  const kept = Math.max(0, Math.min(0.98, seen + (1 + 3 * seen) / residuals.length));
  return (1 + kept) / (1 - kept);
}
