import { HexaopsError, unknownName } from '../../errors.ts';
import type { Agent } from '../../extension/agent.ts';
import type { AgentEngine } from '../../extension/engine.ts';
import type { ReadTool, Tool } from '../../extension/tool.ts';
import { plainLoop } from '../loop/plain-loop.ts';

/** An agent with the engine that runs it and the tools that it has. */
export interface AgentWorker {
  readonly agent: Agent;
  readonly engine: AgentEngine;
  readonly tools: readonly ReadTool[];
}

/** Characters of a task. */
const longestTask = 2_000;

/**
 * Raises `plugin-duplicate`, and `plugin-invalid` for an agent whose engine or tools are not there, that names a change, or
 * another agent: what an agent may do is read.
 */
export function createAgents(
  agents: readonly Agent[],
  engines: readonly AgentEngine[],
  tools: readonly Tool[],
): readonly AgentWorker[] {
  const known = new Map([plainLoop, ...engines].map((engine) => [engine.id, engine]));
  if (known.size !== engines.length + 1)
    throw new HexaopsError('plugin-duplicate', 'two engines of agents have one id');
  const reads = new Map(tools.flatMap((tool) => (tool.effect === 'read' ? [[tool.name, tool] as const] : [])));
  const workers = new Map<string, AgentWorker>();
  for (const agent of agents) {
    const { id, engine: engineId = plainLoop.id, tools: names, maximumSteps } = agent;
    if (workers.has(id)) throw new HexaopsError('plugin-duplicate', `two plugins bring an agent "${id}"`);
    const engine = known.get(engineId);
    if (engine === undefined)
      throw unknownName('plugin-invalid', `engine of the agent "${id}"`, engineId, [...known.keys()]);
    if (!Number.isSafeInteger(maximumSteps) || maximumSteps < 1 || maximumSteps > 64) {
      throw new HexaopsError('plugin-invalid', `the agent "${id}" may take ${maximumSteps} steps`, {
        nextStep: 'give a whole number from 1 to 64',
      });
    }
    workers.set(id, { agent, engine, tools: names.map((name) => readOf(agent, name, reads)) });
  }
  return [...workers.values()];
}

function readOf({ id }: Agent, name: string, reads: ReadonlyMap<string, ReadTool>): ReadTool {
  const tool = reads.get(name);
  if (tool !== undefined) return tool;
  throw unknownName('plugin-invalid', `reading of the agent "${id}"`, name, [...reads.keys()]);
}

/** An agent as plans see it. It is run by the engine, never through this tool's `execute`. */
export function agentTool({ id, description }: Agent): ReadTool {
  return {
    name: id,
    description,
    worker: id,
    effect: 'read',
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['task'],
      properties: {
        task: { type: 'string', minLength: 1, maxLength: longestTask, description: 'What it is to find out.' },
      },
    },
    execute: () => Promise.reject(new HexaopsError('internal', `the agent "${id}" was called as a tool`)),
  };
}
