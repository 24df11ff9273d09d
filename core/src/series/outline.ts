import type { EvidenceSeries } from '../run/evidence.ts';

/** What a person reads first of a series. */
export interface SeriesOutline {
  readonly least: number;
  readonly mean: number;
  readonly most: number;
  readonly last: number;
}

type Points = EvidenceSeries['points'];

/** Undefined for a series without any number. */
export function outlineOf(points: Points): SeriesOutline | undefined {
  const values = points.flatMap(([, value]) => (value !== null && Number.isFinite(value) ? [value] : []));
  const last = values.at(-1);
  if (last === undefined) return undefined;
  const least = values.reduce((a, b) => Math.min(a, b));
  const most = values.reduce((a, b) => Math.max(a, b));
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  return { least, mean, most, last };
}

/** So many points (two or more) at even distances, the first and the last among them; all where there are no more. */
export function samplesOf(points: Points, count: number): Points {
  const step = (points.length - 1) / Math.max(1, count - 1);
  return points.length <= count ? points : points.filter((_, at) => Math.round(Math.round(at / step) * step) === at);
}

const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/**
 * The course of a series in one line of so many characters: each the most of its stretch of time, from the least to the most
 * of the series; a blank where there is none. What does not move is low throughout.
 */
export function sparkline(points: Points, width: number): string {
  const outline = outlineOf(points);
  const [first, last] = [points[0]?.[0], points.at(-1)?.[0]];
  if (outline === undefined || first === undefined || last === undefined) return '';
  const cells = Array.from<number | undefined>({ length: Math.min(width, points.length) });
  for (const [time, value] of points) {
    if (value === null || !Number.isFinite(value)) continue;
    const share = last === first ? 0 : (time - first) / (last - first);
    const cell = Math.min(cells.length - 1, Math.floor(share * cells.length));
    cells[cell] = Math.max(cells[cell] ?? value, value);
  }
  const spread = outline.most - outline.least;
  const height = (value: number) =>
    spread > 0 ? Math.round(((value - outline.least) / spread) * (bars.length - 1)) : 0;
  return cells.map((value) => (value === undefined ? ' ' : (bars[height(value)] ?? ' '))).join('');
}
