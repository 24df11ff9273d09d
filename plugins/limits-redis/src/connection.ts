import { Redis } from 'ioredis';
import { defaults, type LimitsRedisConfig } from './config.ts';

/** How often a Redis that has gone is looked for. Milliseconds. */
const longestPause = 2_000;

/**
 * A client that answers in time or not at all: nothing is queued while there is no connection, nothing is tried twice. It
 * connects by itself, again and again, once it has been told to.
 */
export function connectRedis({ url, timeoutMilliseconds = defaults.timeoutMilliseconds }: LimitsRedisConfig): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: timeoutMilliseconds,
    connectTimeout: 2_000,
    lazyConnect: true,
    retryStrategy: (attempt) => Math.min(100 * attempt, longestPause),
  });
  // Each command tells its own failure; a connection that is lost is looked for again.
  redis.on('error', () => undefined);
  return redis;
}

/** Connects, and waits a moment for it: the first requests are to be counted with the others' too. Never rejects. */
export async function untilConnected(redis: Redis): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, longestPause);
  await Promise.race([redis.connect().catch(() => undefined), late]);
  clearTimeout(timer);
}

/** After a command that failed: a Redis that is there and does not answer is not asked again until it does. */
export function giveUp(redis: Redis): void {
  if (redis.status === 'ready') redis.disconnect(true);
}
