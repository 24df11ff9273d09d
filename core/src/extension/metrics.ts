import { type ExtensionPoint, extensionPoint } from './point.ts';
import type { ToolContext } from './tool.ts';

/** One time series. Names and values of labels were written by others. */
export interface MetricSeries {
  readonly labels: Readonly<Record<string, string>>;
  /** `[milliseconds since the epoch, value]` in the order of time; a value may be NaN or infinite. */
  readonly points: readonly (readonly [number, number])[];
}

export interface MetricAnswer {
  /** As it was sent, bound to the workspace: for evidence, so that a person can ask it again. */
  readonly query: string;
  readonly series: readonly MetricSeries[];
  /** How many series there are beyond those given. */
  readonly left: number;
}

export interface MetricRange {
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  /** Milliseconds between two points; made wider where it would give more points than one answer has. */
  readonly step: number;
}

/** Whose metrics are asked for: everything of the workspace where neither is told. */
export interface MetricSubject {
  readonly namespace?: string;
  /** Of a workload, with its pods. */
  readonly workload?: string;
}

/**
 * What another worker asks without PromQL: which metrics tell it is the reader's business. Over time, by pod, service or
 * node: cores used, seconds of the 90th percentile and of the median, the share of CPU periods that were throttled, TCP
 * segments that were sent again in a second.
 */
export type MetricQuestion = 'cpu' | 'latency-p90' | 'latency-median' | 'throttling' | 'retransmissions';

/**
 * Metrics of the workspace of `context.caller` and of no other, whatever the expression says: PromQL, which the reader binds
 * by itself. Each raises `arguments-invalid` for what cannot be read or costs too much, `source-unavailable`, `tool-failed` and
 * `result-too-large`.
 */
export interface MetricReader {
  readonly id: string;
  instant(expression: string, at: number, context: ToolContext): Promise<MetricAnswer>;
  range(expression: string, range: MetricRange, context: ToolContext): Promise<MetricAnswer>;
  /** An empty answer where nothing measures it. */
  ask(
    question: MetricQuestion,
    subject: MetricSubject,
    range: MetricRange,
    context: ToolContext,
  ): Promise<MetricAnswer>;
}

export const metricsPoint: ExtensionPoint<MetricReader> = extensionPoint<MetricReader>('metrics', 'v1');
