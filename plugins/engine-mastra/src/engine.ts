import { type AgentEngine, type AgentResult, type AgentRun, HexaopsError } from '@hexaops/core';
import { Door, StepsUsedUp } from './door.ts';
import { examine } from './examine.ts';
import type { GivenParts, MakeAgent } from './given.ts';
import { resourceOf, threadOf } from './kept-words.ts';
import { Mastra, MastraAgent, type MastraMemory, type MastraModelConfig } from './mastra.ts';
import { mastraTools } from './tools.ts';

export interface MastraEngineOptions {
  /** Agents of your own making, by the id of the agent whose run it is. Another is made of its instructions and tools. */
  readonly agents?: Readonly<Record<string, MakeAgent>>;
  /** Keeps what was said in a session; opened when it is first needed. Without it each run begins with nothing. */
  readonly memory?: () => MastraMemory;
}

/** Calls of one turn that are made side by side. */
const mostAtOnce = 8;

/**
 * Runs agents with Mastra: an agent made of its instructions and tools, or one of your own making with workers. Whatever it
 * is made of, its model is the run's door and its tools are the run's own; a worker is shown its task alone.
 */
export function createMastraEngine({ agents = {}, memory }: MastraEngineOptions = {}): AgentEngine {
  return Object.freeze({
    id: 'mastra',
    run: (run: AgentRun) =>
      runAgent(run, Object.hasOwn(agents, run.agent.id) ? agents[run.agent.id] : undefined, memory),
  });
}

async function runAgent(
  run: AgentRun,
  make: MakeAgent = plainAgent,
  memory?: () => MastraMemory,
): Promise<AgentResult> {
  const door = new Door(run);
  const cancelled = () => ({ text: '', finish: 'cancelled' as const, usage: door.usage });
  if (run.signal.aborted) return cancelled();
  const remembers = run.conversation !== undefined && memory !== undefined;
  const given: GivenParts = {
    agent: run.agent,
    // Mastra's copy of the same contract differs in what is optional.
    model: door.model as MastraModelConfig,
    tools: mastraTools(run.tools),
    ...(remembers ? { memory: memory() } : {}),
  };
  const onAbort = () => door.fail(run.signal.reason);
  run.signal.addEventListener('abort', onAbort, { once: true });
  try {
    const agent = make(given);
    await examine(agent, given);
    // Without a logger it prints nothing: what it would print of an error holds the whole request.
    const mastra = new Mastra({ agents: { agent }, logger: false });
    const result = await Promise.race([
      mastra.getAgent('agent').generate(run.task, optionsOf(run, door, given)),
      door.ended,
    ]);
    if (run.signal.aborted || result.finishReason === 'aborted') return cancelled();
    if (result.error !== undefined) throw result.error;
    if (result.finishReason === 'content-filter') throw unusable('its provider holds its answer back');
    if (result.finishReason === 'suspended') throw unusable('a tool waits for an approval, which tools here never do');
    const text = result.steps.findLast((step) => step.text !== '')?.text ?? result.text;
    return { text, finish: door.isUsedUp ? 'steps' : door.isCut ? 'length' : 'stop', usage: door.usage };
  } catch (error) {
    if (run.signal.aborted) return cancelled();
    if (error instanceof StepsUsedUp) return { text: '', finish: 'steps', usage: door.usage };
    if (door.raised(error) || HexaopsError.is(error)) throw error;
    throw new HexaopsError('internal', `Mastra could not run the agent "${run.agent.id}"`, { cause: error });
  } finally {
    run.signal.removeEventListener('abort', onAbort);
    door.close();
  }
}

function plainAgent({ agent, model, tools, memory }: GivenParts): MastraAgent {
  return new MastraAgent({
    id: agent.id,
    name: agent.id,
    description: agent.description,
    instructions: agent.instructions,
    model,
    tools,
    maxRetries: 0,
    ...(memory === undefined ? {} : { memory }),
  });
}

/** Everything for which Mastra has a default that would do something else. */
function optionsOf({ agent, conversation }: AgentRun, door: Door, { memory }: GivenParts) {
  return {
    maxSteps: agent.maximumSteps,
    modelSettings: { maxRetries: 0 },
    maxProcessorRetries: 0,
    abortSignal: door.signal,
    requireToolApproval: false,
    autoResumeSuspendedTools: false,
    disableBackgroundTasks: true,
    toolCallConcurrency: { limit: mostAtOnce, strategy: 'called' as const },
    delegation: {
      hookErrorStrategy: 'throw' as const,
      includeSubAgentToolResultsInModelContext: false,
      messageFilter: () => [],
      onDelegationStart: () => ({ modifiedInstructions: '', modifiedMaxSteps: Math.max(1, door.left) }),
    },
    ...(memory === undefined || conversation === undefined
      ? {}
      : { memory: { thread: threadOf(conversation, agent.id), resource: resourceOf(conversation) } }),
  };
}

function unusable(why: string): HexaopsError {
  return new HexaopsError('model-output-invalid', `the agent cannot go on: ${why}`, {
    nextStep: 'ask in other words, or choose another model for this purpose',
  });
}
