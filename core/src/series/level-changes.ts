import { fewest, levelDifference, type LevelDifference } from './level-difference.ts';
import { finitePoints, median, type TimedValues } from './robust.ts';

/** One point at which a series goes over to another level: from what was before, since the change before that, until the next. */
export interface LevelChange extends LevelDifference {
  /** Milliseconds since the epoch: the first point of the new level. */
  readonly at: number;
}

export interface ChangeOptions {
  /** Milliseconds over which each value is a mean, as of a rate: neighbours within it say the same. 0 unless told. */
  readonly smoothing?: number;
}

type Values = readonly number[];

/** Points of what rose and fell again: with two ends to choose, chance finds a short one more easily. */
const shortestEpisode = 8;
/** Values right before and right after, by which a move is at once or not. */
const edge = 3;
/** Of the change: so much of it has to happen at once. A drift, a season and a random walk move on their own, step by step. */
const abrupt = 0.6;
const mostChanges = 6;
const mostPoints = 400;

/**
 * Where a series changes its level, in the order of time. Each change is the split of a stretch that leaves the least absolute
 * deviation from the medians of both sides (Bai 1995), or an end of the episode whose ranks differ the most from the rest
 * (as in circular binary segmentation, Olshen 2004), found stretch by stretch (Scott and Knott 1974). It counts where the medians are far apart by the noise around them, taken for as long as the noise remembers itself; where the
 * move is at once; and where it is no small part of the level. The false alarms are measured in level-changes.test.ts.
 */
export function levelChanges(series: TimedValues, { smoothing = 0 }: ChangeOptions = {}): readonly LevelChange[] {
  const points = thinned(finitePoints(series), smoothing);
  const values = points.map(([, value]) => value);
  const found = new Set<number>();
  const queue: (readonly [number, number])[] = [[0, values.length]];
  for (let next = queue.pop(); next !== undefined && found.size < mostChanges; next = queue.pop()) {
    const [from, to] = next;
    const stretch = values.slice(from, to);
    const split = bestSplit(stretch);
    if (split !== undefined && judge(stretch, 0, split, stretch.length) !== undefined) {
      found.add(from + split);
      queue.push([from, from + split], [from + split, to]);
      continue;
    }
    const [start, end] = bestEpisode(stretch);
    if (judge(stretch, 0, start, end) === undefined || judge(stretch, start, end, stretch.length) === undefined)
      continue;
    found.add(from + start).add(from + end);
    queue.push([from, from + start], [from + start, from + end], [from + end, to]);
  }
  return confirmed(
    points,
    values,
    [...found].sort((left, right) => left - right),
  );
}

/** Each change once more, between its neighbours: what one of them explained is no change of its own. */
function confirmed(
  points: readonly (readonly [number, number])[],
  values: Values,
  splits: readonly number[],
): readonly LevelChange[] {
  const changes: LevelChange[] = [];
  let from = 0;
  for (const [index, split] of splits.entries()) {
    const judged = judge(values, from, split, splits[index + 1] ?? values.length);
    const at = points[split]?.[0];
    if (judged === undefined || at === undefined) continue;
    changes.push({ at, ...judged });
    from = split;
  }
  return changes;
}

/** One point for each half of the time that a value is a mean of, counted from the last one. */
function thinned(
  points: readonly (readonly [number, number])[],
  smoothing: number,
): readonly (readonly [number, number])[] {
  const [first, last] = [points[0]?.[0] ?? 0, points.at(-1)?.[0] ?? 0];
  const step = points.length < 2 ? 1 : (last - first) / (points.length - 1);
  const stride = Math.max(Math.round(smoothing / 2 / Math.max(1, step)), Math.ceil(points.length / mostPoints), 1);
  return points.filter((_, index) => (points.length - 1 - index) % stride === 0);
}

/** The index that begins the second part. Undefined where there are too few values for two. */
function bestSplit(values: Values): number | undefined {
  const left = deviations(values);
  const right = deviations(values.toReversed());
  let best: { readonly split: number; readonly cost: number } | undefined;
  for (let split = fewest; split <= values.length - fewest; split += 1) {
    const cost = (left[split] ?? Infinity) + (right[values.length - split] ?? Infinity);
    if (best === undefined || cost < best.cost) best = { split, cost };
  }
  return best?.split;
}

/**
 * The stretch in the middle whose ranks differ the most from those of the rest: what rose and fell again has no one split.
 * Its first index and the first after it; nonsense where nothing stands out.
 */
function bestEpisode(values: Values): readonly [number, number] {
  const ranks = ranksOf(values);
  const { length } = values;
  const sums = [0];
  for (const rank of ranks) sums.push((sums.at(-1) ?? 0) + rank);
  let best: { readonly at: readonly [number, number]; readonly gain: number } = { at: [0, 0], gain: 0 };
  for (let start = fewest; start <= length - fewest - shortestEpisode; start += 1) {
    for (let end = start + shortestEpisode; end <= length - fewest; end += 1) {
      const inside = (sums[end] ?? 0) - (sums[start] ?? 0);
      const gain = inside * inside * (1 / (end - start) + 1 / (length - end + start));
      if (gain > best.gain) best = { at: [start, end], gain };
    }
  }
  return best.at;
}

/** Places in ascending order, about zero; equal values share the mean of theirs. */
function ranksOf(values: Values): Values {
  const sorted = values.toSorted((left, right) => left - right);
  const places = new Map<number, readonly [number, number]>();
  for (const [place, value] of sorted.entries()) places.set(value, [places.get(value)?.[0] ?? place, place]);
  return values.map((value) => {
    const [first = 0, last = 0] = places.get(value) ?? [];
    return (first + last - values.length + 1) / 2;
  });
}

/** For each n, the sum of the distances of the first n values from their median. */
function deviations(values: Values): Values {
  const sorted: number[] = [];
  return [
    0,
    ...values.map((value) => {
      let [low, high] = [0, sorted.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((sorted[middle] ?? 0) < value) low = middle + 1;
        else high = middle;
      }
      sorted.splice(low, 0, value);
      const centre = sorted[sorted.length >> 1] ?? 0;
      return sorted.reduce((sum, each) => sum + Math.abs(each - centre), 0);
    }),
  ];
}

function judge(values: Values, from: number, split: number, to: number): LevelDifference | undefined {
  const [left, right] = [values.slice(from, split), values.slice(split, to)];
  const difference = levelDifference(left, right);
  if (difference === undefined) return undefined;
  const move = difference.after - difference.before;
  const atOnce = (median(right.slice(0, edge)) - median(left.slice(-edge))) * Math.sign(move);
  return atOnce < abrupt * Math.abs(move) ? undefined : difference;
}
