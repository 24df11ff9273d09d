import { clusterPoint, definePlugin, resolverPoint, ruleSourcePoint, serviceKey, toolPoint } from '@hexaops/core';
import { ruleDirectory } from '@hexaops/core/rules';
import { type Configuration, configurationSchema } from './configuration.ts';
import { ReleaseRecords } from './releases/index.ts';
import { releaseResolver } from './resolver/resolver.ts';
import { toolsOf } from './tools/index.ts';

export type { Configuration } from './configuration.ts';

const recordsKey = serviceKey<ReleaseRecords>('worker-helm/records');

export default definePlugin({
  config: configurationSchema,
  register(api, config) {
    const { storage } = config as Configuration;
    api.singleton(recordsKey, [clusterPoint], (reader) => new ReleaseRecords(reader, storage));
    for (const make of toolsOf) api.contributeFrom(toolPoint, [recordsKey], make);
    api.contributeFrom(resolverPoint, [recordsKey], releaseResolver);
    api.contribute(ruleSourcePoint, ruleDirectory('worker-helm', new URL('../rules/', import.meta.url)));
  },
});
