import {
  definePlugin,
  llmProviderPoint,
  modelSchedulePoint,
  optional,
  type ReplicaLeases,
  replicaLeasesPoint,
  serviceKey,
} from '@hexaops/core';
import { configurationSchema } from './configuration.ts';
import { createOllamaNodes, type OllamaNodes } from './create.ts';

export type { LlmOllamaConfig } from './configuration.ts';
export { createOllamaNodes, type OllamaNodes } from './create.ts';

export default definePlugin({
  config: configurationSchema,
  register(api, config) {
    const key = serviceKey<OllamaNodes>('ollama-nodes');
    let nodes: OllamaNodes | undefined;
    api.singleton(key, [optional(replicaLeasesPoint)], (leases: ReplicaLeases | undefined) => {
      nodes = createOllamaNodes(config, leases);
      return nodes;
    });
    api.contributeFrom(llmProviderPoint, [key], ({ provider }) => provider);
    api.contributeFrom(modelSchedulePoint, [key], ({ schedule }) => schedule);
    api.tap('ready', () => nodes?.start());
  },
});
