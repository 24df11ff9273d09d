import type { Meter } from '@opentelemetry/api';
import type { AnsweredRequest, Measured, Measurement, MetricsPage } from '@hexaops/core';
import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { PullReader } from './reader.ts';

/** Milliseconds until a measurement is left out of a page. */
const patience = 2_000;

const requestSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** The metrics of one service, as OpenTelemetry keeps them. Nothing is global: several live side by side in a process. */
export class Page implements MetricsPage, AsyncDisposable {
  readonly contentType = 'text/plain; version=0.0.4; charset=utf-8';
  readonly meter: Meter;
  readonly #provider: MeterProvider;
  readonly #reader = new PullReader();
  readonly #serializer = new PrometheusSerializer('', false, undefined, true, true);
  /** What was measured last, by name. */
  readonly #measured = new Map<string, readonly Measured[]>();
  readonly #own: readonly Measurement[];
  readonly #requests: ReturnType<Meter['createCounter']>;
  readonly #requestSeconds: ReturnType<Meter['createHistogram']>;
  #rendering: Promise<unknown> = Promise.resolve();

  constructor(own: readonly Measurement[]) {
    this.#own = own;
    this.#provider = new MeterProvider({ readers: [this.#reader] });
    this.meter = this.#provider.getMeter('@hexaops/metrics');
    this.#requests = this.meter.createCounter('hexaops_http_requests', {
      description: 'Requests that were answered, by pattern of the path and status',
    });
    this.#requestSeconds = this.meter.createHistogram('hexaops_http_request_duration_seconds', {
      description: 'From the begin of a request to the end of its answer',
      advice: { explicitBucketBoundaries: requestSeconds },
    });
  }

  countRequest({ method, path, status, milliseconds }: AnsweredRequest): void {
    this.#requests.add(1, { method, path, status: String(status) });
    this.#requestSeconds.record(milliseconds / 1_000, { method, path });
  }

  /** One page after the other: each measures anew. */
  render(measurements: readonly Measurement[]): Promise<string> {
    const page = this.#rendering.then(() => this.#render([...this.#own, ...measurements]));
    this.#rendering = page.catch(() => undefined);
    return page;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#provider.shutdown().catch(() => undefined);
  }

  async #render(measurements: readonly Measurement[]): Promise<string> {
    for (const { name, help, kind } of measurements) {
      if (!this.#measured.has(name)) this.#watch(name, help, kind);
      this.#measured.set(name, []);
    }
    await Promise.all(measurements.map((measurement) => this.#measure(measurement)));
    const { resourceMetrics } = await this.#reader.collect();
    return this.#serializer.serialize(resourceMetrics);
  }

  #watch(name: string, description: string, kind: Measurement['kind']): void {
    const instrument =
      kind === 'counter'
        ? this.meter.createObservableCounter(name, { description })
        : this.meter.createObservableGauge(name, { description });
    instrument.addCallback((result) => {
      for (const { labels, value } of this.#measured.get(name) ?? []) result.observe(value, labels);
    });
  }

  /** What cannot be told is left out, rather than told as it was. */
  async #measure(measurement: Measurement): Promise<void> {
    const { name } = measurement;
    const { promise: late, resolve } = Promise.withResolvers<readonly Measured[]>();
    const timer = setTimeout(resolve, patience, []);
    try {
      const measured = await Promise.race([Promise.resolve().then(() => measurement.read()), late]);
      this.#measured.set(name, [...(this.#measured.get(name) ?? []), ...measured]);
    } catch {
      // The component's own health says why.
    } finally {
      clearTimeout(timer);
    }
  }
}
