import {
  boundedTable,
  type EvidenceDraft,
  type EvidenceSeries,
  type MetricSeries,
  outlineOf,
  type Row,
} from '@hexaops/core';
import type { Subject } from '../questions/subject.ts';
import type { Labels, SeriesAnswer } from '../source/answer.ts';
import type { Reading } from '../source/read-question.ts';

export interface Titled {
  readonly title: string;
  /** As it was sent. */
  readonly query: string;
  readonly byteCap: number;
}

const source = 'prometheus';
/** Fewer points than this draw no course any more: then there are fewer series. */
const fewestPoints = 60;
const longestName = 300;

/** `metric{a="b"}`, the way Prometheus shows a series; at most 300 characters. */
export function nameOfSeries({ __name__: name = '', ...labels }: Labels): string {
  const inner = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return cut(inner.length === 0 ? name || '{}' : `${name}{${inner.join(', ')}}`);
}

/** The way a person says whose a series is, `shop/checkout-7d9f8b6c5-x2x4z`, with the labels that this leaves. */
export function nameOfSubject({ namespace, ...labels }: Labels): string {
  const label = ['pod', 'service', 'persistentvolumeclaim', 'deployment', 'statefulset'].find((name) => name in labels);
  if (label === undefined) return nameOfSeries(namespace === undefined ? labels : { namespace, ...labels });
  const { [label]: name = '', ...others } = labels;
  const rest = Object.values(others);
  return cut(
    `${namespace === undefined ? '' : `${namespace}/`}${name}${rest.length === 0 ? '' : ` (${rest.join(', ')})`}`,
  );
}

/** The present value of each series, the largest first. */
export function instantEvidence(answer: SeriesAnswer, { title, query, byteCap }: Titled): EvidenceDraft {
  const rows = answer.series
    .map(({ labels, points }): Row => [nameOfSeries(labels), shown(points.at(-1)?.[1])])
    .toSorted((left, right) => Number(right[1] ?? 0) - Number(left[1] ?? 0));
  return tableEvidence(['series', 'value'], rows, { title, query, byteCap }, leftOf(answer));
}

export interface Charted extends Titled {
  readonly unit?: string;
  readonly timeRange: { readonly from: number; readonly to: number };
  /** What else was left out, and how to ask for it. */
  readonly omitted?: readonly string[];
}

/**
 * Series that a chart can draw. Where they are more than the cap takes, first neighbouring points become one, the one of each
 * pair that stands out more, then there are fewer series, in the order that is given.
 */
export function seriesEvidence(
  series: readonly EvidenceSeries[],
  { title, query, byteCap, unit, timeRange, omitted = [] }: Charted,
): EvidenceDraft {
  let thinned = series;
  const size = (each: EvidenceSeries) => Buffer.byteLength(JSON.stringify(each), 'utf8') + 1;
  const tooLarge = () => thinned.reduce((sum, each) => sum + size(each), 0) > byteCap - 200;
  const most = () => thinned.reduce((count, { points }) => Math.max(count, points.length), 0);
  let merged = 1;
  while (tooLarge() && most() > 2 * fewestPoints) {
    thinned = thinned.map((each) => ({ ...each, points: halved(each.points) }));
    merged *= 2;
  }
  let bytes = 200;
  const kept = thinned.filter((each) => (bytes += size(each)) <= byteCap);
  const left = [
    ...omitted,
    ...(merged > 1 ? [`of ${merged} points in a row only the one that stands out: ask for a shorter time`] : []),
    ...(kept.length < series.length
      ? [`${series.length - kept.length} of ${series.length} series: ask for one namespace or one workload`]
      : []),
  ].join('; ');
  return {
    source,
    query,
    title,
    timeRange: { from: new Date(timeRange.from).toISOString(), to: new Date(timeRange.to).toISOString() },
    content: { kind: 'series', ...(unit === undefined ? {} : { unit }), series: kept },
    ...(left === '' ? {} : { truncated: true, omitted: left }),
  };
}

/** A series as a chart draws it, by the name that `nameOf` gives it. */
export function charted({ labels, points }: MetricSeries, nameOf: (labels: Labels) => string): EvidenceSeries {
  return {
    name: nameOf(labels),
    labels,
    points: points.map(([time, value]) => [time, Number.isFinite(value) ? significant(value) : null] as const),
  };
}

export function tableEvidence(
  columns: readonly string[],
  rows: readonly Row[],
  { title, query, byteCap }: Titled,
  left: readonly string[] = [],
): EvidenceDraft {
  const { content, omitted } = boundedTable({ columns, rows }, byteCap, 'ask for a shorter time or for less at a time');
  const all = [...left, ...(omitted === undefined ? [] : [omitted])].join('; ');
  return { source, query, title, content, ...(all === '' ? {} : { truncated: true, omitted: all }) };
}

export function listEvidence(column: string, texts: readonly string[], limit: number, about: Titled): EvidenceDraft {
  const kept = texts.slice(0, limit);
  return tableEvidence(
    [column],
    kept.map((text) => [text]),
    about,
    leftOf({ left: texts.length - kept.length, warnings: [] }),
  );
}

/** What an answer does not hold, and how to ask for it. */
export function leftOf({ left, warnings }: Pick<SeriesAnswer, 'left' | 'warnings'>): readonly string[] {
  return [
    ...(left > 0 ? [`${left} more series: aggregate, or narrow the selector`] : []),
    ...warnings.map((warning) => `Prometheus warns: ${warning.slice(0, 200)}`),
  ];
}

/** A reading as a chart draws it, the largest series first. */
export function questionEvidence(
  { question, query, series, left, warnings, range }: Reading,
  title: string,
  byteCap: number,
): EvidenceDraft {
  const drawn = series
    .map((one) => charted(one, nameOfSubject))
    .map((one) => ({ one, most: outlineOf(one.points)?.most ?? -Infinity }))
    .toSorted((first, second) => second.most - first.most)
    .map(({ one }) => one);
  return seriesEvidence(drawn, {
    title,
    query,
    byteCap,
    unit: question.unit,
    timeRange: range,
    omitted: leftOf({ left, warnings }),
  });
}

/** `shop/checkout`, `shop`, or the workspace. */
export function aboutOf({ namespace, workload }: Subject): string {
  return [namespace, workload].filter((part) => part !== undefined).join('/') || 'the workspace';
}

function halved(points: EvidenceSeries['points']): EvidenceSeries['points'] {
  const finite = points.flatMap(([, value]) => value ?? []);
  const mean = finite.reduce((sum, value) => sum + value / finite.length, 0);
  const standsOut = ([, value]: EvidenceSeries['points'][number]) => (value === null ? -1 : Math.abs(value - mean));
  return points.flatMap((point, index) => {
    const next = points[index + 1];
    if (index % 2 === 1) return [];
    return [next !== undefined && standsOut(next) > standsOut(point) ? next : point];
  });
}

/** JSON has no NaN and no infinity: they are shown as what they are called. */
function shown(value: number | undefined): string | number | null {
  if (value === undefined) return null;
  return Number.isFinite(value) ? value : String(value);
}

/** Six digits that count are more than any chart shows. */
function significant(value: number): number {
  return Number(value.toPrecision(6));
}

function cut(text: string): string {
  return text.length <= longestName ? text : `${text.slice(0, longestName - 1).toWellFormed()}…`;
}
