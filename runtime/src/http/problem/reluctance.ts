import { setTimeout as sleep } from 'node:timers/promises';
import { HexaopsError } from '@hexaops/core';

/** Refusals that are held back at the same time; beyond it holding back would cost more than it saves. */
const most = 1_000;

/**
 * Lets a refusal for a limit wait before it is answered: whoever sends the next request as soon as this one is answered would
 * else be refused thousands of times a second, at the cost of everybody.
 */
export class Reluctance {
  readonly #milliseconds: number;
  #waiting = 0;

  /** 0: never. */
  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
  }

  get waiting(): number {
    return this.#waiting;
  }

  async hold(error: unknown): Promise<void> {
    if (this.#milliseconds === 0 || this.#waiting >= most || !HexaopsError.is(error, 'rate-limited')) return;
    this.#waiting += 1;
    try {
      await sleep(this.#milliseconds, undefined, { ref: false });
    } finally {
      this.#waiting -= 1;
    }
  }
}
