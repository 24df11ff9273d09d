import { checkPoint, definePlugin, replicaLeasesPoint } from '@hexaops/core';
import { configSchema, type LeaseRedisConfig } from './config.ts';
import { RedisLeases } from './redis-leases.ts';

export type { LeaseRedisConfig } from './config.ts';
export { RedisLeases } from './redis-leases.ts';

export default definePlugin({
  config: configSchema,
  register(api, config) {
    const leases = new RedisLeases(config as LeaseRedisConfig);
    api.contribute(checkPoint, { name: 'lease-redis', check: (signal) => leases.check(signal) });
    api.contributeFrom(replicaLeasesPoint, [], () => leases);
    api.tap('ready', () => leases.connect());
  },
});
