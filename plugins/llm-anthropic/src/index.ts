import { definePlugin, type EndpointConfig, endpointOf, endpointProperties, llmProviderPoint } from '@hexaops/core';
import { anthropicProvider, own } from './provider.ts';

export type Configuration = EndpointConfig;

export default definePlugin({
  config: { type: 'object', additionalProperties: false, properties: endpointProperties } as const,
  register(api, config) {
    api.contribute(llmProviderPoint, anthropicProvider(endpointOf('llm-anthropic', config as Configuration, own)));
  },
});
