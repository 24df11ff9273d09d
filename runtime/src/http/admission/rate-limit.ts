import type { RateLimit } from '@hexaops/core';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** For a limit that is switched off. */
export const unlimited: RateLimit = { take: () => Promise.resolve(0), wait: () => Promise.resolve(0) };

const windowMilliseconds = 60_000;

/** Keys that are counted at the same time. Beyond it the one whose window began first is forgotten: never is anybody refused. */
const mostKeys = 100_000;

/** Of this process alone, by the minute. */
export class MemoryRateLimit implements RateLimit {
  readonly #limiter: RateLimiterMemory;
  readonly #mostKeys: number;
  /** The end of each key's window, the first to end first. */
  readonly #windows = new Map<string, number>();

  constructor(perMinute: number, keys = mostKeys) {
    this.#limiter = new RateLimiterMemory({ points: perMinute, duration: windowMilliseconds / 1000, keyPrefix: '' });
    this.#mostKeys = keys;
  }

  get size(): number {
    return this.#windows.size;
  }

  async take(key: string): Promise<number> {
    try {
      const { isFirstInDuration } = await this.#limiter.consume(key);
      if (isFirstInDuration) await this.#remember(key);
      return 0;
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return refusal.msBeforeNext;
      throw refusal;
    }
  }

  async wait(key: string): Promise<number> {
    const counted = await this.#limiter.get(key);
    return counted === null || counted.remainingPoints > 0 ? 0 : Math.max(0, counted.msBeforeNext);
  }

  async #remember(key: string): Promise<void> {
    const now = Date.now();
    this.#windows.delete(key);
    this.#windows.set(key, now + windowMilliseconds);
    for (const [oldest, end] of this.#windows) {
      if (end > now && this.#windows.size <= this.#mostKeys) return;
      this.#windows.delete(oldest);
      await this.#limiter.delete(oldest);
    }
  }
}
