import { definePlugin, llmProviderPoint } from '@hexaops/core';
import { type Configuration, configurationSchema } from './configuration.ts';
import { provider } from './provider.ts';

export type { Configuration } from './configuration.ts';

export default definePlugin({
  config: configurationSchema,
  register(api, config: Configuration) {
    api.contribute(llmProviderPoint, provider(config));
  },
});
