import { setTimeout as sleep } from 'node:timers/promises';

/** What may begin at once under a key that has been quiet. */
const burst = 2;

/** Keys between two looks for those that have been quiet for long enough to be forgotten. */
const sweepEvery = 1_000;

/**
 * Spreads what is begun under a key evenly over time, by letting it wait: whoever begins much at once does not take all of the
 * processor from the others of that moment. (The generic cell rate algorithm, ITU-T I.371.) It bounds no queue: that is for
 * whoever counts those that wait.
 */
export class Pace {
  readonly #milliseconds: number;
  readonly #now: () => number;
  readonly #wait: (milliseconds: number) => Promise<unknown>;
  /** When the next one would be due, were there no burst. */
  readonly #due = new Map<string, number>();
  #taken = 0;

  /** 0: everything begins at once. `now` and `wait` are of a clock that never goes back. */
  constructor(
    perSecond: number,
    now = () => performance.now(),
    wait = (milliseconds: number): Promise<unknown> => sleep(milliseconds, undefined, { ref: false }),
  ) {
    this.#milliseconds = perSecond === 0 ? 0 : 1000 / perSecond;
    this.#now = now;
    this.#wait = wait;
  }

  get size(): number {
    return this.#due.size;
  }

  /** Settles when it may begin. */
  async turn(key: string): Promise<void> {
    if (this.#milliseconds === 0) return;
    const now = this.#now();
    this.#sweep(now);
    const due = Math.max(now, this.#due.get(key) ?? 0);
    this.#due.set(key, due + this.#milliseconds);
    const early = due - now - (burst - 1) * this.#milliseconds;
    if (early > 0) await this.#wait(early);
  }

  #sweep(now: number): void {
    this.#taken += 1;
    if (this.#taken % sweepEvery !== 0) return;
    for (const [key, due] of this.#due) if (due <= now) this.#due.delete(key);
  }
}
