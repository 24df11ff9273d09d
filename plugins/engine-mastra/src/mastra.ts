import './closed.ts';

// The one place from which Mastra is imported, after it was closed.
export { Mastra } from '@mastra/core';
export { Agent as MastraAgent } from '@mastra/core/agent';
export type { MastraModelConfig } from '@mastra/core/llm';
export { MastraMemory } from '@mastra/core/memory';
export { createTool } from '@mastra/core/tools';
