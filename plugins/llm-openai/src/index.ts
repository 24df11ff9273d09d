import { definePlugin, llmProviderPoint } from '@hexaops/core';
import { type Configuration, configurationSchema, endpointsOf } from './configuration.ts';
import { openaiProvider } from './provider.ts';

export type { Configuration } from './configuration.ts';

export default definePlugin({
  config: configurationSchema,
  register(api, config) {
    for (const endpoint of endpointsOf(config as Configuration))
      api.contribute(llmProviderPoint, openaiProvider(endpoint));
  },
});
