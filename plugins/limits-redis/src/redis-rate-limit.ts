import type { RateLimit } from '@hexaops/core';
import type { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { giveUp } from './connection.ts';
import { keyOf } from './key.ts';

const windowSeconds = 60;

/** Of all processes on one Redis, by the minute; of this one alone while there is none. */
export class RedisRateLimit implements RateLimit {
  readonly #redis: Redis;
  readonly #limiter: RateLimiterRedis;
  readonly #fallback: RateLimit;

  constructor(redis: Redis, prefix: string, most: number, fallback: RateLimit) {
    this.#redis = redis;
    this.#limiter = new RateLimiterRedis({
      storeClient: redis,
      keyPrefix: prefix,
      points: most,
      duration: windowSeconds,
      rejectIfRedisNotReady: true,
      // Who has used up the minute is refused here until it is over, and asks nothing of Redis.
      inMemoryBlockOnConsumed: most + 1,
    });
    this.#fallback = fallback;
  }

  async take(key: string): Promise<number> {
    try {
      await this.#limiter.consume(keyOf(key));
      return 0;
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return Math.max(1, refusal.msBeforeNext);
      giveUp(this.#redis);
      return this.#fallback.take(key);
    }
  }

  async wait(key: string): Promise<number> {
    try {
      const counted = await this.#limiter.get(keyOf(key));
      return counted === null || counted.remainingPoints > 0 ? 0 : Math.max(0, counted.msBeforeNext);
    } catch {
      giveUp(this.#redis);
      return this.#fallback.wait(key);
    }
  }
}
