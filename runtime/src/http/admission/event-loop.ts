import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Whether new work would only make what is being done later. */
export interface Load {
  readonly overloaded: boolean;
}

type Delay = Pick<ReturnType<typeof monitorEventLoopDelay>, 'percentile' | 'reset' | 'enable' | 'disable'>;

const resolutionMilliseconds = 10;
const secondMilliseconds = 1_000;

/** Watches how late the event loop is, second by second. It keeps no process alive. */
export class EventLoopLoad implements Load, Disposable {
  readonly #bound: number;
  readonly #delay: Delay;
  #timer: NodeJS.Timeout | undefined;
  #overloaded = false;

  /** Milliseconds; 0 is never overloaded. */
  constructor(bound: number, delay: Delay = monitorEventLoopDelay({ resolution: resolutionMilliseconds })) {
    this.#bound = bound;
    this.#delay = delay;
  }

  get overloaded(): boolean {
    return this.#overloaded;
  }

  start(): this {
    if (this.#bound === 0) return this;
    this.#delay.enable();
    // After the timers of the same turn: one of them records the delay that has just ended, and `reset` would lose it.
    this.#timer = setInterval(() => setImmediate(() => this.observe()), secondMilliseconds);
    this.#timer.unref();
    return this;
  }

  /** Judges what has been recorded since it did so last. */
  observe(): void {
    this.#overloaded = this.#bound > 0 && this.#delay.percentile(99) / 1e6 > this.#bound;
    this.#delay.reset();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#delay.disable();
  }
}
