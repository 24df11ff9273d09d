import { ROOT_CONTEXT } from '@opentelemetry/api';
import type { Measured, Measurement, ModelExchange, RatedRun, RestoredRun, RunEvent, TriedRule } from '@hexaops/core';
import { SamplingDecision, TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace-base';
import type { AttributeSettings } from './attributes/attributes.ts';
import type { Route } from './export/destinations.ts';
import { spansOf } from './export/spans.ts';
import { traceId } from './trace/ids.ts';
import { Recorder, type Recording } from './trace/recorder.ts';
import { traceOf } from './trace/trace-of.ts';

export interface TracerSettings extends AttributeSettings {
  readonly sampleRate: number;
  /** Milliseconds that the end may wait for destinations. */
  readonly flushMilliseconds: number;
}

/** Recordings that wait to be made spans of; more come only where the process has no time at all. */
const mostWaiting = 1_000;

/**
 * Makes a trace of each run and sends it on. All of it happens after the run's own work, one run in a turn of the event loop,
 * and nothing of it is ever raised to anybody.
 */
export class Tracer implements AsyncDisposable {
  readonly #routes: readonly Route[];
  readonly #settings: TracerSettings;
  readonly #sampler: TraceIdRatioBasedSampler;
  readonly #recorder: Recorder;
  readonly #waiting: Recording[] = [];
  #lost = 0;
  #turn: NodeJS.Immediate | undefined;

  constructor(routes: readonly Route[], settings: TracerSettings) {
    this.#routes = routes;
    this.#settings = settings;
    this.#sampler = new TraceIdRatioBasedSampler(settings.sampleRate);
    this.#recorder = new Recorder(
      (run) => this.isSampled(run),
      (recording) => this.#take(recording),
    );
  }

  /** The same in every process. */
  isSampled(run: string): boolean {
    const { decision } = this.#sampler.shouldSample(ROOT_CONTEXT, traceId(run));
    return decision === SamplingDecision.RECORD_AND_SAMPLED;
  }

  hear(event: RunEvent): void {
    this.#recorder.hear(event);
  }

  hearExchange(run: string, exchange: ModelExchange): void {
    this.#recorder.hearExchange(run, exchange);
  }

  hearRestored(restored: RestoredRun): void {
    this.#recorder.hearRestored(restored);
  }

  hearTriedRule(run: string, rule: TriedRule): void {
    this.#recorder.hearTriedRule(run, rule);
  }

  /** A run that a person has rated is traced although no sample has drawn it. */
  hearRated({ run, events }: RatedRun): void {
    const [first, ...rest] = events;
    if (first !== undefined && !this.isSampled(run))
      this.#take({ earlier: [], events: [first, ...rest], exchanges: [] });
  }

  measurements(): readonly Measurement[] {
    const read = (value: (route: Route) => readonly Measured[]) => () => this.#routes.flatMap(value);
    return [
      {
        name: 'hexaops_trace_spans',
        help: 'Spans of traces, by what became of them',
        kind: 'counter',
        read: read(({ destination: { name, counts } }) =>
          Object.entries(counts).map(([outcome, value]) => ({
            labels: { destination: name, outcome },
            value: Number(value),
          })),
        ),
      },
      {
        name: 'hexaops_trace_spans_waiting',
        help: 'Spans that wait to be taken by their destination',
        kind: 'gauge',
        read: read(({ destination: { name, waiting } }) => [{ labels: { destination: name }, value: waiting }]),
      },
      {
        name: 'hexaops_trace_runs_lost',
        help: 'Runs of which no trace could be made',
        kind: 'counter',
        read: () => [{ labels: {}, value: this.#lost }],
      },
    ];
  }

  /** Begins to send what waits, and waits for nothing. */
  hurry(): void {
    this.#makeAll();
    const signal = AbortSignal.timeout(this.#settings.flushMilliseconds);
    for (const { destination } of this.#routes) void destination.flush(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#recorder.close();
    this.#makeAll();
    const signal = AbortSignal.timeout(this.#settings.flushMilliseconds);
    await Promise.all(this.#routes.map(({ destination }) => destination.close(signal)));
  }

  #take(recording: Recording): void {
    if (this.#waiting.length >= mostWaiting) {
      this.#lost += 1;
      return;
    }
    this.#waiting.push(recording);
    this.#turn ??= setImmediate(() => this.#next());
  }

  #next(): void {
    this.#turn = undefined;
    const recording = this.#waiting.shift();
    if (recording !== undefined) this.#make(recording);
    if (this.#waiting.length > 0) this.#turn = setImmediate(() => this.#next());
  }

  #makeAll(): void {
    clearImmediate(this.#turn);
    this.#turn = undefined;
    for (const recording of this.#waiting.splice(0)) this.#make(recording);
  }

  #make(recording: Recording): void {
    try {
      const trace = traceOf(recording);
      for (const { destination, naming } of this.#routes) {
        destination.send(spansOf(trace, naming, this.#settings));
      }
    } catch {
      this.#lost += 1;
    }
  }
}
