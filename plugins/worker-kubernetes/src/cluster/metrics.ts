/** One time series, of a bundle or of a source of metrics. `times` and `values` have the same length and the order of time. */
export interface MetricSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  readonly times: Float64Array;
  readonly values: Float64Array;
}
