import { definePlugin, serviceKey, toolPoint } from '@hexaops/core';
import { type Configuration, configurationSchema, settingsOf } from './configuration.ts';
import { ClickHouse } from './source/click-house.ts';
import { countLogs } from './tools/count-logs.ts';
import { LogAccess } from './tools/log-access.ts';
import { searchLogs } from './tools/search-logs.ts';

export type { Configuration } from './configuration.ts';

const clickHouseKey = serviceKey<ClickHouse>('worker-clickhouse/clickhouse');
const accessKey = serviceKey<LogAccess>('worker-clickhouse/access');

export default definePlugin({
  config: configurationSchema,
  register(api, config) {
    const settings = settingsOf(config as Configuration);
    api.singleton(clickHouseKey, [], () => new ClickHouse(settings));
    const dependencies: readonly [typeof clickHouseKey] = [clickHouseKey];
    api.singleton(accessKey, dependencies, (clickHouse: ClickHouse) => new LogAccess(clickHouse, settings));
    for (const make of [searchLogs, countLogs]) api.contributeFrom(toolPoint, [accessKey], make);
  },
});
