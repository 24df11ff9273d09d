import type { Agent } from '@hexaops/core';
import type { MastraAgent, MastraMemory, MastraModelConfig } from './mastra.ts';
import type { MastraTools } from './tools.ts';

/** What an agent of Mastra is made of, for one run. */
export interface GivenParts {
  readonly agent: Agent;
  /** The one door to models. */
  readonly model: MastraModelConfig;
  readonly tools: MastraTools;
  readonly memory?: MastraMemory;
}

/** Makes an agent of Mastra anew for each run: nothing of one run is left for the next but what the memory keeps. */
export type MakeAgent = (given: GivenParts) => MastraAgent;
