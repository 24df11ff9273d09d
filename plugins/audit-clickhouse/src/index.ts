import { auditReaderPoint, auditSinkPoint, checkPoint, definePlugin, healthPoint } from '@hexaops/core';
import { tableCheck } from './check.ts';
import { createAuditClickHouse } from './audit-clickhouse.ts';
import { type AuditClickHouseConfig, configSchema } from './config.ts';

export { createAuditClickHouse, type AuditClickHouse, type Surroundings } from './audit-clickhouse.ts';
export type { AuditClickHouseConfig, ColumnNames } from './config.ts';

/** Until the table has answered, at the start: it is looked at so that its health is known, and not waited for. Milliseconds. */
const firstLook = 3_000;

export default definePlugin({
  config: configSchema,
  register(api, config) {
    const audit = createAuditClickHouse(config as AuditClickHouseConfig);
    api.contributeFrom(auditSinkPoint, [], () => audit.sink);
    api.contribute(auditReaderPoint, audit.reader);
    api.contribute(healthPoint, audit.healthSource);
    api.contribute(checkPoint, tableCheck(audit.healthSource));
    // The records are safe in the store: a ClickHouse that is away keeps no service from starting.
    api.tap('ready', async () => {
      await audit.healthSource.health(AbortSignal.timeout(firstLook)).catch(() => undefined);
    });
  },
});
