import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace-base';

/** What became of the spans of one destination, since the start. */
export interface SpanCounts {
  readonly sent: number;
  /** The destination did not take them. */
  readonly failed: number;
  /** There was no room for them. */
  readonly dropped: number;
}

/** Gives the exporter that is handed in to whatever puts spans together to batches. */
export type MakeProcessor = (exporter: SpanExporter) => SpanProcessor;

/**
 * One place that spans go to. Whatever it does costs nobody anything: no more than so many spans wait for it, what is over
 * that is dropped and counted, and nothing is ever raised. A trace goes whole, or not at all.
 */
export class Destination {
  readonly name: string;
  readonly #most: number;
  readonly #processor: SpanProcessor;
  readonly #counts = { sent: 0, failed: 0, dropped: 0 };
  #waiting = 0;

  constructor(name: string, most: number, exporter: SpanExporter, make: MakeProcessor) {
    this.name = name;
    this.#most = most;
    this.#processor = make({
      export: (spans, done) => exporter.export(spans, (result) => done(this.#count(spans.length, result))),
      forceFlush: async () => exporter.forceFlush?.(),
      shutdown: () => exporter.shutdown(),
    });
  }

  get counts(): SpanCounts {
    return this.#counts;
  }

  get waiting(): number {
    return this.#waiting;
  }

  send(spans: readonly ReadableSpan[]): void {
    if (this.#waiting + spans.length > this.#most) {
      this.#counts.dropped += spans.length;
      return;
    }
    this.#waiting += spans.length;
    for (const span of spans) this.#processor.onEnd(span);
  }

  /** Sends what waits. Ends with the signal at the latest, and never rejects. */
  async flush(signal: AbortSignal): Promise<void> {
    await untilAborted(this.#processor.forceFlush(), signal);
  }

  async close(signal: AbortSignal): Promise<void> {
    await this.flush(signal);
    await untilAborted(this.#processor.shutdown(), signal);
  }

  #count(spans: number, result: ExportResult): ExportResult {
    this.#waiting -= spans;
    if (result.code === ExportResultCode.SUCCESS) this.#counts.sent += spans;
    else this.#counts.failed += spans;
    // Whoever makes the batches would tell it to a global logger, with what the destination has said.
    return { code: ExportResultCode.SUCCESS };
  }
}

async function untilAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = () => resolve();
  if (signal.aborted) end();
  signal.addEventListener('abort', end, { once: true });
  await Promise.race([work.catch(() => undefined), promise]);
  signal.removeEventListener('abort', end);
}
