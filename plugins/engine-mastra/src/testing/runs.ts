import type { AgentResult, AgentRun, BoundTool } from '@hexaops/core';
import { createScriptedModel, type RecordingModel, type ScriptedTurn } from '@hexaops/core/testing';
import type { MakeAgent } from '../given.ts';
import { MastraAgent } from '../mastra.ts';
import { createMastraEngine, type MastraEngineOptions } from '../engine.ts';

/** Tokens that each turn costs. */
export const usage = { input: 10, output: 2 };

export function readTool(call: BoundTool['call'] = async () => 'it was read'): BoundTool {
  return { name: 'read', description: 'Reads.', input: { type: 'object' }, call, problems: () => [] };
}

export interface RunOptions extends MastraEngineOptions {
  readonly instructions?: string;
  readonly task?: string;
  readonly tools?: readonly BoundTool[];
  readonly maximumSteps?: number;
  readonly promptTokens?: number;
  readonly signal?: AbortSignal;
  readonly conversation?: AgentRun['conversation'];
}

export function runWith(model: RecordingModel, options: RunOptions = {}): Promise<AgentResult> {
  const { instructions = 'You look.', task = 'why?', maximumSteps = 12, promptTokens = 8_000, conversation } = options;
  return createMastraEngine(options).run({
    agent: { id: 'watcher', description: 'Watches.', instructions, tools: ['read'], maximumSteps },
    task,
    model,
    tools: options.tools ?? [readTool()],
    promptTokens,
    signal: options.signal ?? new AbortController().signal,
    ...(conversation === undefined ? {} : { conversation }),
  });
}

/** A supervisor of two workers, as somebody would make it who thinks of none of Mastra's defaults. */
export const supervisor: MakeAgent = ({ agent, model, tools }) => {
  const { id, description, instructions } = agent;
  const worker = (name: string) =>
    new MastraAgent({ id: name, name, description: `Is ${name}.`, instructions: `I am ${name}.`, model, tools });
  const agents = { first: worker('first'), second: worker('second') };
  return new MastraAgent({ id, name: id, description, instructions, model, agents });
};

/** Whose turn it is, by the system prompt. */
export function whoAsks(options: RecordingModel['calls'][number]): string {
  const [system] = options.prompt;
  return /^I am (\w+)\./.exec(system?.role === 'system' ? system.content : '')?.[1] ?? 'supervisor';
}

/** A model for the supervisor and its workers: each calls once and then says who it is. */
export function supervisedModel(
  delegated: object,
  worker: () => ScriptedTurn = () => ({ tools: [{ name: 'read', input: {} }] }),
): RecordingModel {
  return createScriptedModel((options) => {
    const who = whoAsks(options);
    if (options.prompt.some(({ role }) => role === 'tool')) return { text: `${who} is done`, usage };
    if (who !== 'supervisor') return { usage, ...worker() };
    return { tools: ['agent-first', 'agent-second'].map((name) => ({ name, input: delegated })), usage };
  });
}
