import { HexaopsError, type MetricSeries } from '@hexaops/core';

export type Labels = MetricSeries['labels'];

/** What Prometheus answered, as far as the limits let it through. */
export interface SeriesAnswer {
  readonly series: readonly MetricSeries[];
  /** How many series there are beyond those given. */
  readonly left: number;
  readonly warnings: readonly string[];
}

/**
 * Reads the answer of `query` and `query_range`. Series over `limit` are counted, not kept. Raises `tool-failed` for what is
 * no answer of the Prometheus API.
 */
export function seriesOf(body: unknown, limit: number): SeriesAnswer {
  const { data, warnings } = record(body);
  const { resultType, result } = record(data);
  if (resultType === 'scalar' || resultType === 'string') {
    return { series: [{ labels: {}, points: [pointOf(result)] }], left: 0, warnings: texts(warnings) };
  }
  if (!Array.isArray(result)) throw unreadable();
  const series = result.slice(0, limit).map((item: unknown): MetricSeries => {
    const { metric, value, values } = record(item);
    const points = Array.isArray(values) ? values.map(pointOf) : value === undefined ? [] : [pointOf(value)];
    return { labels: labelsOf(metric), points };
  });
  return { series, left: Math.max(0, result.length - limit), warnings: texts(warnings) };
}

/** Reads the answer of `series`. */
export function labelSetsOf(body: unknown): readonly Labels[] {
  const { data } = record(body);
  if (!Array.isArray(data)) throw unreadable();
  return data.map(labelsOf);
}

/** Reads the answer of `labels` and of a label's values. */
export function textsOf(body: unknown): readonly string[] {
  return texts(record(body)['data']);
}

function pointOf(value: unknown): readonly [number, number] {
  if (!Array.isArray(value)) throw unreadable();
  const [seconds, text]: readonly unknown[] = value;
  if (typeof seconds !== 'number' || typeof text !== 'string') throw unreadable();
  return [seconds * 1000, numberOf(text)];
}

function numberOf(text: string): number {
  if (text === '+Inf' || text === 'Inf') return Number.POSITIVE_INFINITY;
  return text === '-Inf' ? Number.NEGATIVE_INFINITY : Number(text);
}

export function labelsOf(value: unknown): Labels {
  return Object.fromEntries(Object.entries(record(value)).map(([name, text]) => [name, String(text)]));
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** Raises `tool-failed` for what is no object. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unreadable();
  return value as Readonly<Record<string, unknown>>;
}

export function unreadable(): HexaopsError {
  return new HexaopsError('tool-failed', 'this is no answer of the Prometheus API', {
    nextStep: "check the worker's url: it is that of Prometheus itself, without /api",
  });
}
