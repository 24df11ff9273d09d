import type { BoundTool } from '@hexaops/core';
import { createTool } from './mastra.ts';

export type MastraTools = Readonly<Record<string, ReturnType<typeof createTool>>>;

/** The run's tools as Mastra's. They ask nobody for approval and never suspend: this project's own guard does. */
export function mastraTools(tools: readonly BoundTool[]): MastraTools {
  return Object.freeze(Object.fromEntries(tools.map((tool) => [tool.name, mastraTool(tool)])));
}

function mastraTool(tool: BoundTool): ReturnType<typeof createTool> {
  const { name, description, input } = tool;
  return createTool({
    id: name,
    description,
    inputSchema: input as Readonly<Record<string, never>>,
    execute: (given: unknown) => tool.call(given),
  });
}
