import { type Forecast, forecastOf, measured, trendOf } from '@hexaops/core';

type Points = Parameters<typeof trendOf>[0];

/** What can be said of when a volume will be full. */
export type Fullness =
  /** Seconds from now, with their bounds, and how sure that is. */
  | { readonly kind: 'full-in'; readonly forecast: Forecast }
  /** It grows for certain, and not fast enough to be full in any time that what was seen could tell of. */
  | { readonly kind: 'not-soon'; readonly bytesPerDay: number; readonly seenSeconds: number }
  | { readonly kind: 'not-growing'; readonly seenSeconds: number }
  /** Not enough is known of its past. */
  | { readonly kind: 'unknown'; readonly points: number };

const day = 86_400;

/**
 * When a volume of this capacity will be full, by the trend of its use: from its last point, in seconds. A robust line and its
 * bounds, never one through too few points and never drawn further than what was seen allows.
 */
export function fullnessOf(points: Points, capacityBytes: number): Fullness {
  const trend = trendOf(points);
  if (trend === undefined) return { kind: 'unknown', points: points.length };
  const forecast = forecastOf(trend, capacityBytes);
  if (forecast !== undefined) return { kind: 'full-in', forecast };
  const grows = trend.isSteady && trend.least > 0;
  return grows
    ? { kind: 'not-soon', bytesPerDay: trend.slope * day, seenSeconds: trend.span }
    : { kind: 'not-growing', seenSeconds: trend.span };
}

/** One sentence without its subject. */
export function fullnessInWords(fullness: Fullness): string {
  switch (fullness.kind) {
    case 'full-in': {
      const { seconds, earliest, latest, confidence } = fullness.forecast;
      if (seconds === 0) return 'is full now';
      const until =
        latest === undefined ? `not before ${inTime(earliest)}` : `between ${inTime(earliest)} and ${inTime(latest)}`;
      return `is full in about ${inTime(seconds)} (${until}; confidence ${confidence.toFixed(1)})`;
    }
    case 'not-soon':
      return `grows by ${measured(fullness.bytesPerDay, 'bytes')} a day, and is not full within ${inTime(4 * fullness.seenSeconds)}: further than that nobody can tell from ${inTime(fullness.seenSeconds)} of measurements`;
    case 'not-growing':
      return `does not grow steadily in the ${inTime(fullness.seenSeconds)} that were measured`;
    case 'unknown':
      return `cannot be foretold: it has ${fullness.points} measurements, and a trend needs 12`;
  }
}

/** Seconds as a person says them: `4 days`, `3 hours`. */
export function inTime(seconds: number): string {
  const [unit, size] =
    seconds >= 2 * day
      ? (['day', day] as const)
      : seconds >= 7200
        ? (['hour', 3600] as const)
        : (['minute', 60] as const);
  const count = Math.round(seconds / size);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
