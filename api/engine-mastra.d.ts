// The public API of @hexaops/engine-mastra: npm run api writes it.

// @hexaops/engine-mastra
export {
  GivenParts,
  MakeAgent,
  MastraEngineOptions,
  MemoryConfig,
  createMastraEngine,
  createMemory,
  _default as default,
  mastraPlugin,
};
export {
  Agent as MastraAgent,
} from '@mastra/core';

interface GivenParts {
    readonly agent: Agent;
    readonly model: MastraModelConfig;
    readonly tools: MastraTools;
    readonly memory?: MastraMemory;
}

type MakeAgent = (given: GivenParts) => MastraAgent;

interface MastraEngineOptions {
    readonly agents?: Readonly<Record<string, MakeAgent>>;
    readonly memory?: () => MastraMemory;
}

type MastraTools = Readonly<Record<string, ReturnType<typeof createTool>>>;

interface MemoryConfig {
    readonly postgres?: string;
    readonly sqlite?: string;
    readonly messages?: number;
}

declare const _default: Plugin;

declare function createMastraEngine({ agents, memory }?: MastraEngineOptions): AgentEngine;

declare function createMemory({ postgres, sqlite, messages }: MemoryConfig): MastraMemory;

declare function mastraPlugin(agents?: MastraEngineOptions['agents']): Plugin;
