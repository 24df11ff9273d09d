import { dependence, finitePoints, median, quantileOf, scaleOf, type TimedValues } from './robust.ts';

/** A straight line through a series, and how sure its slope is. */
export interface Trend {
  /** Per second, and the bounds between which it lies with 95 %. */
  readonly slope: number;
  readonly least: number;
  readonly most: number;
  /** The line's value at the last point, and its time in milliseconds since the epoch. */
  readonly level: number;
  readonly at: number;
  /** Seconds from the first point to the last. */
  readonly span: number;
  /** The series goes along the line to its end: the rise is larger than what scatters around it, and has not stopped. */
  readonly isSteady: boolean;
}

/** When a line reaches a limit. Seconds from its last point. */
export interface Forecast {
  readonly seconds: number;
  readonly earliest: number;
  /** Undefined where the slope may be so small that it never does, or only in a time that nobody can tell. */
  readonly latest: number | undefined;
  /** 0 to 0.9. */
  readonly confidence: number;
}

const fewestPoints = 12;
/** All pairs are looked at: twice the points are four times the work. */
const mostPoints = 100;
/** A line is not drawn further than this many times the time that was seen. */
const mostSpans = 4;

/**
 * The median of the slopes between all pairs of points (Theil and Sen), with bounds by Kendall's statistic (Sen 1968), made wider
 * where values depend on those before them. Up to 29 % of outliers do not move it. Undefined for fewer than 12 points.
 */
export function trendOf(series: TimedValues): Trend | undefined {
  const all = finitePoints(series);
  const stride = Math.ceil(all.length / mostPoints);
  const points = all.filter((_, index) => (all.length - 1 - index) % stride === 0);
  const [first, last] = [points[0], points.at(-1)];
  if (points.length < fewestPoints || first === undefined || last === undefined || last[0] <= first[0])
    return undefined;
  const slopes = slopesOf(points);
  const slope = quantileOf(slopes, 0.5);
  const onLine = (time: number, offset: number) => offset + (slope * (time - last[0])) / 1000;
  const level = median(points.map(([time, value]) => value - onLine(time, 0)));
  const residuals = points.map(([time, value]) => value - onLine(time, level));
  const { length: n } = points;
  const spread = 1.96 * Math.sqrt(((n * (n - 1) * (2 * n + 5)) / 18) * dependence(residuals));
  const bound = (rank: number) => slopes[Math.max(0, Math.min(slopes.length - 1, Math.round(rank)))] ?? slope;
  const span = (last[0] - first[0]) / 1000;
  const recent = quantileOf(slopesOf(points.slice(-Math.max(5, Math.ceil(n / 3)))), 0.5);
  return {
    slope,
    least: bound((slopes.length - spread) / 2 - 1),
    most: bound((slopes.length + spread) / 2),
    level,
    at: last[0],
    span,
    isSteady: Math.abs(slope) * span > 3 * scaleOf(residuals) && recent * Math.sign(slope) > Math.abs(slope) / 3,
  };
}

/** Of the time that was seen, the ends that are looked at for growth that began within it. */
const stretches = [1, 1 / 2, 1 / 4, 1 / 8, 1 / 16];

/**
 * The trend of what grows now: that of the longest stretch up to the end which rises steadily and for certain, into what was not
 * reached before it: what comes and goes each day is no growth. Undefined where nothing does.
 */
export function growthOf(series: TimedValues): Trend | undefined {
  const points = finitePoints(series);
  const [first, last] = [points[0]?.[0], points.at(-1)?.[0]];
  if (first === undefined || last === undefined) return undefined;
  for (const stretch of stretches) {
    const since = last - (last - first) * stretch;
    const trend = trendOf(points.filter(([time]) => time >= since));
    const before = points.filter(([time]) => time < since).map(([, value]) => value);
    const isNew = before.every((value) => trend !== undefined && value < trend.level);
    if (trend !== undefined && isNew && trend.isSteady && trend.slope > 0 && trend.least > 0) return trend;
  }
  return undefined;
}

/**
 * When the trend reaches the limit from below. Undefined where it does not rise for certain or not steadily, and where that would be
 * later than four times what was seen: nobody can tell.
 */
export function forecastOf({ slope, least, most, level, span, isSteady }: Trend, limit: number): Forecast | undefined {
  const room = limit - level;
  if (!isSteady || !(slope > 0 && least > 0)) return undefined;
  if (room <= 0) return { seconds: 0, earliest: 0, latest: 0, confidence: 0.9 };
  const seconds = room / slope;
  if (seconds > mostSpans * span) return undefined;
  const latest = room / least;
  return {
    seconds,
    earliest: room / most,
    latest: latest > 3 * mostSpans * span ? undefined : latest,
    // The further a line is drawn beyond what was seen, and the wider its bounds, the less it is worth.
    confidence: Math.max(0.3, 0.9 - (0.1 * seconds) / span - 0.2 * Math.min(1, (most - least) / slope)),
  };
}

/** In ascending order. */
function slopesOf(points: readonly (readonly [number, number])[]): Float64Array {
  const slopes = new Float64Array((points.length * (points.length - 1)) / 2);
  let count = 0;
  for (const [index, [time, value]] of points.entries()) {
    for (let other = index + 1; other < points.length; other += 1) {
      const [later, after] = points[other] ?? [time, value];
      if (later > time) slopes[count++] = ((after - value) * 1000) / (later - time);
    }
  }
  return slopes.subarray(0, count).sort();
}
