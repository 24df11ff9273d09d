import { HexaopsError } from '@hexaops/core';
import type { MastraAgent } from './mastra.ts';
import type { GivenParts } from './given.ts';

/**
 * Refuses, with `plugin-invalid`, an agent of somebody's own making that reaches anything but what it was given: a model
 * past the one door, a tool past the guard, a memory of its own, an approval or a workflow that nobody here would see, or
 * workers that have workers.
 */
export async function examine(agent: MastraAgent, given: GivenParts, isWorker = false): Promise<void> {
  const refuse = (what: string): never => {
    throw new HexaopsError('plugin-invalid', `the Mastra agent "${agent.id}" ${what}`, {
      nextStep: 'make it of the model, the tools and the memory that its factory is given, and of nothing else',
    });
  };
  await requireDoor(agent, given.model, refuse);
  const allowed = new Set<unknown>(Object.values(given.tools));
  for (const [name, tool] of Object.entries(await agent.listTools()))
    if (!allowed.has(tool)) refuse(`has the tool "${name}", which is none of its own`);
  if (Object.keys(await agent.listWorkflows()).length > 0) refuse('has workflows');
  if (Object.keys(await agent.listScorers()).length > 0) refuse('has scorers');
  if (agent.hasOwnWorkspace() || agent.hasOwnBrowser()) refuse('has a workspace or a browser');
  if (agent.hasOwnMemory() && (await agent.getMemory()) !== given.memory) refuse('has a memory of its own');
  if (agent.hasOwnMemory() && isWorker) refuse('is a worker with a memory');
  const processors = [
    ...(await agent.listConfiguredInputProcessors()),
    ...(await agent.listConfiguredOutputProcessors()),
  ];
  if (processors.length > 0) refuse('has processors');
  const options = Object.keys(await agent.getDefaultOptions());
  if (options.length > 0) refuse(`has default options (${options.join(', ')})`);
  const workers = Object.values(await agent.listAgents());
  if (isWorker && workers.length > 0) refuse('is a worker with workers');
  for (const worker of workers) {
    if (!isAgent(worker)) refuse('has a worker that is no agent of Mastra');
    else await examine(worker, given, true);
  }
}

async function requireDoor(
  agent: MastraAgent,
  model: GivenParts['model'],
  refuse: (what: string) => never,
): Promise<void> {
  const models = (await agent.getModelList())?.map((each) => each.model) ?? [Reflect.get(agent, 'model')];
  if (models.some((each: unknown) => each !== model)) refuse('has a model past the one door');
}

function isAgent(value: unknown): value is MastraAgent {
  return value !== null && typeof value === 'object' && 'listTools' in value && 'getDefaultOptions' in value;
}
