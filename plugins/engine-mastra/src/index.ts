import { agentEnginePoint, definePlugin, keptWordsPoint, type Plugin } from '@hexaops/core';
import { configSchema } from './config.ts';
import { createMastraEngine, type MastraEngineOptions } from './engine.ts';
import { keptWords } from './kept-words.ts';
import { createMemory, type MemoryConfig } from './memory.ts';

export { createMastraEngine, type MastraEngineOptions } from './engine.ts';
export type { GivenParts, MakeAgent } from './given.ts';
export { createMemory, type MemoryConfig } from './memory.ts';
export { MastraAgent } from './mastra.ts';

/** The plugin with agents of your own making, for those who embed the engine. */
export function mastraPlugin(agents: MastraEngineOptions['agents'] = {}): Plugin {
  return definePlugin({
    config: configSchema,
    register(api, config) {
      const { memory } = config as { readonly memory?: MemoryConfig };
      const kept = memory && once(() => createMemory(memory));
      api.contribute(agentEnginePoint, createMastraEngine({ agents, ...(kept === undefined ? {} : { memory: kept }) }));
      if (kept !== undefined) api.contribute(keptWordsPoint, keptWords(kept));
    },
  });
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

export default mastraPlugin();
