import { type Check, HexaopsError, messageOf } from '@hexaops/core';
import { defaults, type LimitsRedisConfig } from './config.ts';
import { connectRedis } from './connection.ts';

/** A check has time: Redis is not given up as early as for a request. */
const timeoutMilliseconds = 3_000;

/** Whether Redis answers, lets this account in, and takes writes. What is written is gone in a second. */
export function limitsCheck(config: LimitsRedisConfig): Check {
  const { hostname, port } = new URL(config.url);
  const place = `Redis at ${hostname}:${port === '' ? 6379 : port}`;
  return {
    name: 'limits-redis',
    async check(signal) {
      const redis = connectRedis({ ...config, timeoutMilliseconds });
      const giveUp = () => redis.disconnect();
      signal.addEventListener('abort', giveUp, { once: true });
      let lost: unknown;
      redis.on('error', (error) => (lost ??= error));
      try {
        await redis.connect();
        await redis.set(`${config.prefix ?? defaults.prefix}:check`, '1', 'PX', 1_000);
        return { message: `${place} takes writes` };
      } catch (error) {
        throw new HexaopsError('source-unavailable', `${place} cannot be used: ${messageOf(lost ?? error)}`, {
          cause: error,
          nextStep: 'check its URL, its user and that it is no replica; until then each replica counts for itself',
        });
      } finally {
        signal.removeEventListener('abort', giveUp);
        redis.disconnect();
      }
    },
  };
}
