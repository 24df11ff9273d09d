import { definePlugin, healthPoint, ruleSourcePoint, serviceKey, toolPoint } from '@hexaops/core';
import { ruleDirectory } from '@hexaops/core/rules';
import { checkServices } from './check-services.ts';
import { type Configuration, configurationSchema } from './configuration.ts';
import { StatusPage } from './status-page.ts';

export type { Configuration } from './configuration.ts';

const pageKey = serviceKey<StatusPage>('my-plugin/status-page');

export default definePlugin({
  config: configurationSchema,
  // Nothing is read here: what is made once is made at the start, and what is read is read for a caller.
  register(api, config: Configuration) {
    api.singleton(pageKey, [], () => new StatusPage(config));
    api.contributeFrom(toolPoint, [pageKey], checkServices);
    api.contributeFrom(healthPoint, [pageKey], (page) => ({
      component: 'my-plugin',
      health: async (signal) => ({ ok: true, message: `${(await page.services(signal)).length} services are told of` }),
    }));
    api.contribute(ruleSourcePoint, ruleDirectory('my-plugin', new URL('../rules/', import.meta.url)));
  },
});
