import {
  type MetricAnswer,
  type MetricQuestion,
  type MetricReader,
  messageOf,
  type ToolContext,
  type UnavailableSource,
} from '@hexaops/core';
import type { ClusterSnapshot, MetricSeries } from '../cluster/index.ts';
import { defaults } from '../configuration.ts';
import { isDecisive } from './access.ts';

/** What a source of metrics told of a cluster. */
export interface Measured {
  readonly series: readonly MetricSeries[];
  readonly queries: readonly string[];
  readonly unavailable: readonly UnavailableSource[];
}

/** By question, the name by which the facts know it, and by how much its values are multiplied: facts count milliseconds. */
const asked: Readonly<Record<MetricQuestion, { readonly name: string; readonly factor: number }>> = {
  'latency-p90': { name: 'latency', factor: 1000 },
  'latency-median': { name: 'p50latency', factor: 1000 },
  cpu: { name: 'cpu', factor: 1 },
  throttling: { name: 'throttling', factor: 1 },
  retransmissions: { name: 'retransmissions', factor: 1 },
};
const questions = Object.keys(asked) as readonly MetricQuestion[];
const pointsOfRange = 120;

/** Metrics for a diagnosis, of whichever plugin reads them: for clusters whose source records none. */
export class Measurements {
  readonly #reader: MetricReader;
  readonly #milliseconds: number;

  constructor(reader: MetricReader, minutes: number = defaults.minutes) {
    this.#reader = reader;
    this.#milliseconds = minutes * 60_000;
  }

  /** What cannot be read is named; a diagnosis is made without it. Undefined namespaces: all of the workspace. */
  async until(at: number, namespaces: readonly string[] | undefined, context: ToolContext): Promise<Measured> {
    const range = { from: at - this.#milliseconds, to: at, step: Math.trunc(this.#milliseconds / pointsOfRange) };
    const [namespace, another] = namespaces ?? [];
    const subject = namespace === undefined || another !== undefined ? {} : { namespace };
    const results = await Promise.allSettled(
      questions.map((question) => this.#reader.ask(question, subject, range, context)),
    );
    const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    const decisive = failures.find(isDecisive);
    if (decisive !== undefined) throw decisive;
    const answers = results.map((result) => (result.status === 'fulfilled' ? result.value : undefined));
    const series = answers.flatMap((answer, index) => seriesOf(answer, questions[index], namespaces));
    return {
      series,
      queries: answers.flatMap((answer) => (answer !== undefined && answer.series.length > 0 ? [answer.query] : [])),
      unavailable: [...new Set(failures.map(messageOf))].map((reason) => ({
        source: `metrics (${this.#reader.id})`,
        reason,
      })),
    };
  }
}

/** The snapshot with what was measured, where its own source has recorded nothing. */
export function withMeasured(snapshot: ClusterSnapshot, measured: Measured | undefined): ClusterSnapshot {
  if (measured === undefined || snapshot.supplements.metrics().length > 0) return snapshot;
  const { series, queries, unavailable } = measured;
  return {
    ...snapshot,
    supplements: { ...snapshot.supplements, metrics: () => series, metricQueries: queries },
    unavailable: [...snapshot.unavailable, ...unavailable],
  };
}

function seriesOf(
  answer: MetricAnswer | undefined,
  question: MetricQuestion | undefined,
  namespaces: readonly string[] | undefined,
): readonly MetricSeries[] {
  if (answer === undefined || question === undefined) return [];
  const { name, factor } = asked[question];
  return answer.series
    .filter(({ labels }) => {
      const namespace = labels['namespace'];
      return namespaces === undefined || namespace === undefined || namespaces.includes(namespace);
    })
    .map(({ labels, points }) => ({
      name,
      labels,
      times: Float64Array.from(points, ([time]) => time),
      values: Float64Array.from(points, ([, value]) => value * factor),
    }));
}
