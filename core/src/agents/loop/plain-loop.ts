import type { LanguageModelV4GenerateResult } from '@ai-sdk/provider';
import { HexaopsError } from '../../errors.ts';
import type { AgentEngine, AgentResult, AgentRun, BoundTool } from '../../extension/engine.ts';
import { Conversation, type MadeCall } from './conversation.ts';
import { cannotCallTools, offered, optionsFor, type Style } from './turn-options.ts';
import { type AskedCall, readTurn } from './read-turn.ts';

/** Calls of one turn that are made; more are answered with a refusal. */
const mostCalls = 8;
/** Turns in a row of which no call can be made: one may be mended, and then it ends. */
const mostMalformed = 2;

/**
 * The default engine: asks the model, makes the calls that it asks for side by side, shows it what came of them, and asks
 * again, until it answers or its steps are used up; in the last step it may only answer. A model that has no tool calls, or
 * prints its calls as text, chooses its tools by structured output instead. What is wrong with a call is told to the model,
 * which may mend it once. A conversation that grows too long is shortened from its beginning. Raises what the model raises,
 * and `model-output-invalid`.
 */
export const plainLoop: AgentEngine = Object.freeze({ id: 'plain', run });

async function run({ agent, task, model, tools, promptTokens, signal }: AgentRun): Promise<AgentResult> {
  const conversation = new Conversation(agent.instructions, task, promptTokens);
  const offer = offered(tools);
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const usage = { inputTokens: 0, outputTokens: 0 };
  let style: Style = 'native';
  let malformed = 0;
  let text = '';
  for (let step = 1; step <= agent.maximumSteps; step++) {
    const isLast = step === agent.maximumSteps;
    let result: LanguageModelV4GenerateResult;
    try {
      result = await model.doGenerate({ ...optionsFor(style, conversation, offer, isLast), abortSignal: signal });
    } catch (error) {
      if (signal.aborted) return { text, finish: 'cancelled', usage };
      if (style === 'written' || !cannotCallTools(error)) throw error;
      style = 'written';
      result = await model.doGenerate({ ...optionsFor(style, conversation, offer, isLast), abortSignal: signal });
    }
    usage.inputTokens += result.usage.inputTokens.total ?? 0;
    usage.outputTokens += result.usage.outputTokens.total ?? 0;
    const turn = readTurn(result, style, byName);
    if (result.finishReason.unified === 'content-filter') throw unusable('its provider holds its answer back');
    if (turn.text !== '') text = turn.text;
    if (turn.calls.length === 0) {
      const finish = result.finishReason.unified === 'length' ? 'length' : 'stop';
      return { text, finish, usage };
    }
    if (isLast) return { text, finish: 'steps', usage };
    if (turn.isPrinted) style = 'written';
    const made = await Promise.all(turn.calls.map((call, index) => make(call, index, byName)));
    if (signal.aborted) return { text, finish: 'cancelled', usage };
    malformed = made.every(({ isMalformed }) => isMalformed) ? malformed + 1 : 0;
    if (malformed >= mostMalformed) throw unusable('it does not call its tools as they are');
    conversation.add(turn, made);
  }
  return { text, finish: 'steps', usage };
}

async function make(call: AskedCall, index: number, tools: ReadonlyMap<string, BoundTool>): Promise<MadeCall> {
  const tool = tools.get(call.name);
  const failed = (output: string): MadeCall => ({ ...call, output, isMalformed: true });
  if (tool === undefined) return failed(`There is no tool ${call.name}. There are: ${[...tools.keys()].join(', ')}.`);
  if (call.problem !== undefined) return failed(`The call could not be read: ${call.problem}.`);
  const problems = tool.problems(call.input);
  if (problems.length > 0) return failed(`The arguments are not valid: ${problems.join('; ')}.`);
  if (index >= mostCalls) return failed(`There may be ${mostCalls} calls at once. Ask for this one again.`);
  return { ...call, output: await tool.call(call.input), isMalformed: false };
}

function unusable(why: string): HexaopsError {
  return new HexaopsError('model-output-invalid', `the agent cannot go on: ${why}`, {
    nextStep: 'ask in other words, or choose another model for this purpose',
  });
}
