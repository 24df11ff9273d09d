import { checkPoint, definePlugin, jobPoint, storePoint } from '@hexaops/core';
import { storeCheck } from './check.ts';
import { configSchema, type StoreSqlConfig } from './config.ts';
import { createSqlStore } from './sql-store.ts';

export type { StoreSqlConfig } from './config.ts';
export { createSqlStore, type SqlStore, type Surroundings } from './sql-store.ts';

export default definePlugin({
  config: configSchema,
  register(api, config) {
    const store = createSqlStore(config as StoreSqlConfig);
    api.contributeFrom(storePoint, [], () => store);
    api.contribute(checkPoint, storeCheck(config as StoreSqlConfig, process.env['DATABASE_URL']));
    api.contribute(jobPoint, { name: 'store-sql: delete what has expired', every: 600_000, run: () => store.sweep() });
    api.tap('ready', () => store.open());
  },
});
