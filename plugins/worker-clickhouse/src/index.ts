import { checkPoint, definePlugin, resolverPoint, ruleSourcePoint, serviceKey, toolPoint } from '@hexaops/core';
import { ruleDirectory } from '@hexaops/core/rules';
import { type Configuration, configurationSchema, settingsOf } from './configuration.ts';
import { LogAccess } from './logs/log-access.ts';
import { clickHouseCheck } from './source/check.ts';
import { ClickHouse } from './source/click-house.ts';
import { makeTools } from './tools/index.ts';
import { logResolver } from './tools/resolver.ts';

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
    api.contribute(ruleSourcePoint, ruleDirectory('worker-clickhouse', new URL('../rules/', import.meta.url)));
    api.contributeFrom(checkPoint, dependencies, clickHouseCheck);
    api.contributeFrom(resolverPoint, [accessKey], logResolver);
    for (const make of makeTools) api.contributeFrom(toolPoint, [accessKey], make);
  },
});
