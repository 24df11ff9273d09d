import type { SharedLimits } from '@hexaops/core';
import type { Redis } from 'ioredis';
import { defaults, type LimitsRedisConfig } from './config.ts';
import { RedisPlaces } from './redis-places.ts';
import { RedisRateLimit } from './redis-rate-limit.ts';

/** Ends with its connection. */
export function createRedisLimits(
  redis: Redis,
  config: Omit<LimitsRedisConfig, 'url'> = {},
): SharedLimits & Disposable {
  const { prefix = defaults.prefix, placeSeconds: seconds = defaults.placeSeconds } = config;
  const disposables = new DisposableStack();
  disposables.defer(() => redis.disconnect());
  return {
    id: 'redis',
    rateLimit: (name, most, fallback) => new RedisRateLimit(redis, `${prefix}:rate:${name}`, most, fallback),
    places: (name, most, fallback) =>
      disposables.use(new RedisPlaces(redis, { prefix: `${prefix}:places:${name}`, most, seconds, fallback })),
    [Symbol.dispose]: () => disposables.dispose(),
  };
}
