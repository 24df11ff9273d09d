import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Measurement } from '@hexaops/core';

const resolutionMilliseconds = 10;
/** What is told is of about this time, however often it is asked for. */
const windowMilliseconds = 15_000;

/** How late the event loop has been, and how busy it was. Keeps no process alive. */
export class EventLoop implements Disposable {
  readonly #delay = monitorEventLoopDelay({ resolution: resolutionMilliseconds });
  #since = performance.now();
  #busy = performance.eventLoopUtilization();
  #last: readonly [string, number][] = [];
  #utilization = 0;

  start(): void {
    this.#delay.enable();
  }

  [Symbol.dispose](): void {
    this.#delay.disable();
  }

  measurements(): readonly Measurement[] {
    return [
      {
        name: 'hexaops_event_loop_delay_seconds',
        help: 'How late the event loop was in about the last quarter of a minute',
        kind: 'gauge',
        read: () => {
          this.#look();
          return this.#last.map(([quantile, value]) => ({ labels: { quantile }, value }));
        },
      },
      {
        name: 'hexaops_event_loop_utilization',
        help: 'The share of the time in which the event loop was at work, 0 to 1',
        kind: 'gauge',
        read: () => {
          this.#look();
          return [{ labels: {}, value: this.#utilization }];
        },
      },
    ];
  }

  #look(): void {
    const now = performance.now();
    if (this.#last.length > 0 && now - this.#since < windowMilliseconds) return;
    // What is watched is the time from one tick to the next: how late one was is what goes beyond the resolution.
    const seconds = (nanoseconds: number) =>
      Number.isFinite(nanoseconds) ? Math.max(0, nanoseconds / 1e9 - resolutionMilliseconds / 1_000) : 0;
    this.#last = [
      ['0.5', seconds(this.#delay.percentile(50))],
      ['0.99', seconds(this.#delay.percentile(99))],
      ['1', seconds(this.#delay.max)],
    ];
    const busy = performance.eventLoopUtilization();
    this.#utilization = performance.eventLoopUtilization(busy, this.#busy).utilization;
    this.#busy = busy;
    this.#since = now;
    this.#delay.reset();
  }
}
