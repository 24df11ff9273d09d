import { checkPoint, definePlugin, sharedLimitsPoint } from '@hexaops/core';
import { limitsCheck } from './check.ts';
import { configSchema, type LimitsRedisConfig } from './config.ts';
import { connectRedis, untilConnected } from './connection.ts';
import { createRedisLimits } from './redis-limits.ts';

export type { LimitsRedisConfig } from './config.ts';

export default definePlugin({
  config: configSchema,
  register(api, config) {
    const settings = config as LimitsRedisConfig;
    const redis = connectRedis(settings);
    api.contribute(checkPoint, limitsCheck(settings));
    api.contributeFrom(sharedLimitsPoint, [], () => createRedisLimits(redis, settings));
    api.tap('ready', () => untilConnected(redis));
  },
});
