import type { EvidenceDraft } from '@hexaops/core';
import type { Labels, Series, SeriesAnswer } from '../source/answer.ts';

type Row = readonly (string | number | null)[];

export interface Titled {
  readonly title: string;
  /** As it was sent. */
  readonly query: string;
  readonly byteCap: number;
}

/** `metric{a="b"}`, the way Prometheus shows a series; at most 300 characters. */
export function nameOfSeries({ __name__: name = '', ...labels }: Labels): string {
  const inner = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  const text = inner.length === 0 ? name || '{}' : `${name}{${inner.join(', ')}}`;
  return text.length <= 300 ? text : `${text.slice(0, 299)}…`;
}

/** The present value of each series, the largest first. */
export function instantEvidence(answer: SeriesAnswer, about: Titled): EvidenceDraft {
  const rows = answer.series
    .map(({ labels, points }): Row => [nameOfSeries(labels), shown(points.at(-1)?.[1])])
    .toSorted((left, right) => Number(right[1] ?? 0) - Number(left[1] ?? 0));
  return table(['series', 'value'], rows, answer, about);
}

/**
 * Series that a chart can draw: a column of times, and a column for each series, in the order of the answer; `null` where a
 * series has no point.
 */
export function rangeEvidence(
  answer: SeriesAnswer,
  range: { readonly from: number; readonly to: number },
  about: Titled,
): EvidenceDraft {
  const timeRange = { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() };
  const values = answer.series.map(({ points }) => new Map(points));
  const times = [...new Set(answer.series.flatMap(({ points }) => points.map(([time]) => time)))].sort((a, b) => a - b);
  const rows = times.map((time): Row => [
    new Date(time).toISOString(),
    ...values.map((series) => shown(series.get(time))),
  ]);
  const columns = ['time', ...answer.series.map(({ labels }) => nameOfSeries(labels))];
  return { ...table(columns, rows, answer, about), timeRange };
}

/** The least, the mean, the most and the last of each series: what a person reads first. */
export function summaryOf({
  points,
}: Series):
  | { readonly least: number; readonly mean: number; readonly most: number; readonly last: number }
  | undefined {
  const values = points.map(([, value]) => value).filter((value) => Number.isFinite(value));
  const last = values.at(-1);
  if (last === undefined) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { least: values.reduce((a, b) => Math.min(a, b)), mean, most: values.reduce((a, b) => Math.max(a, b)), last };
}

export function listEvidence(column: string, texts: readonly string[], limit: number, about: Titled): EvidenceDraft {
  const kept = texts.slice(0, limit);
  return table(
    [column],
    kept.map((text) => [text]),
    { left: texts.length - kept.length, warnings: [] },
    about,
  );
}

function table(
  columns: readonly string[],
  rows: readonly Row[],
  { left, warnings }: Pick<SeriesAnswer, 'left' | 'warnings'>,
  { title, query, byteCap }: Titled,
): EvidenceDraft {
  let bytes = columns.join().length;
  const kept = rows.filter((row) => (bytes += row.join().length + 4) <= byteCap);
  const omitted = [
    ...(left > 0 ? [`${left} more series: aggregate, or narrow the selector`] : []),
    ...(kept.length < rows.length
      ? [`${rows.length - kept.length} more rows: ask for a shorter time or fewer series`]
      : []),
    ...warnings.map((warning) => `Prometheus warns: ${warning.slice(0, 200)}`),
  ].join('; ');
  return {
    source: 'prometheus',
    query,
    title,
    content: { kind: 'table', columns, rows: kept },
    ...(omitted === '' ? {} : { truncated: true, omitted }),
  };
}

/** JSON has no NaN and no infinity: they are shown as what they are called. */
function shown(value: number | undefined): string | number | null {
  if (value === undefined) return null;
  return Number.isFinite(value) ? value : String(value);
}
