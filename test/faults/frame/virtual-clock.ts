interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** A clock that passes only when it is told to, and the waits that hang on it. For outages that last longer than a test. */
export class VirtualClock {
  #now: number;
  #sleepers: Sleeper[] = [];

  /** Milliseconds since the epoch. */
  constructor(now: number) {
    this.#now = now;
  }

  readonly now = (): number => this.#now;

  /** Settles when the clock has passed that time, or the signal aborts. */
  readonly wait = (milliseconds: number, signal?: AbortSignal): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const sleeper = { at: this.#now + milliseconds, wake: resolve };
    if (signal?.aborted === true) resolve();
    else this.#sleepers.push(sleeper);
    signal?.addEventListener('abort', () => {
      this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
      resolve();
    });
    return promise;
  };

  /** Moves without anybody being woken in between. */
  advance(milliseconds: number): void {
    this.#now += milliseconds;
    for (const { wake } of this.#take()) wake();
  }

  /** Passes the time wait by wait: what is woken is let do all that it does without the clock, before the next is. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      const next = this.#sleepers.reduce((least, { at }) => Math.min(least, at), Infinity);
      if (next > end) break;
      this.#now = Math.max(this.#now, next);
      for (const { wake } of this.#take()) wake();
      await settled();
    }
    this.#now = end;
  }

  /** Passes the time only where the work waits for it, until the work is done. */
  async during<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const end = (): void => void (isDone = true);
    work.then(end, end);
    for (;;) {
      await settled();
      if (isDone) return work;
      const next = this.#sleepers.reduce((least, { at }) => Math.min(least, at), Infinity);
      if (next < Infinity) this.advance(Math.max(0, next - this.#now));
    }
  }

  #take(): readonly Sleeper[] {
    const due = this.#sleepers.filter(({ at }) => at <= this.#now);
    this.#sleepers = this.#sleepers.filter(({ at }) => at > this.#now);
    return due;
  }
}

/** Lets everything go on that waits for no timer; loopback traffic included, as long as each answer takes a few turns. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
}
