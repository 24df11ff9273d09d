import { agentEnginePoint, definePlugin, type Plugin } from '@hexaops/core';
import { createMastraEngine, type MastraEngineOptions } from './engine.ts';
import { createMemory, type MemoryConfig } from './memory.ts';

export { createMastraEngine, type MastraEngineOptions } from './engine.ts';
export type { GivenParts, MakeAgent } from './given.ts';
export { createMemory, type MemoryConfig } from './memory.ts';
export { MastraAgent } from './mastra.ts';

/** The plugin with agents of your own making, for those who embed the engine. */
export function mastraPlugin(agents: MastraEngineOptions['agents'] = {}): Plugin {
  return definePlugin({
    config: {
      type: 'object',
      additionalProperties: false,
      properties: {
        memory: {
          type: 'object',
          additionalProperties: false,
          description: 'Where what was said in a session is kept. Without it each run begins with nothing.',
          properties: {
            postgres: {
              type: 'string',
              minLength: 1,
              description: 'The URL of the Postgres of the service; the tables are in a schema "mastra" of their own.',
            },
            sqlite: {
              type: 'string',
              minLength: 1,
              description: 'A file beside the store of the service, never the same file.',
            },
            messages: {
              type: 'integer',
              minimum: 1,
              maximum: 100,
              default: 10,
              description: 'Messages of a session that are shown again.',
            },
          },
        },
      },
    } as const,
    register(api, config) {
      const { memory } = config as { readonly memory?: MemoryConfig };
      api.contribute(
        agentEnginePoint,
        createMastraEngine({ agents, ...(memory === undefined ? {} : { memory: once(() => createMemory(memory)) }) }),
      );
    },
  });
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

export default mastraPlugin();
