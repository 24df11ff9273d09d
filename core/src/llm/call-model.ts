import type { LanguageModelV4CallOptions, LanguageModelV4GenerateResult } from '@ai-sdk/provider';
import { HexaopsError } from '../errors.ts';
import type { ModelCall, Purpose, Sensitivity } from '../extension/llm.ts';
import { withinTime } from '../run/deadline.ts';
import type { ModelExchange } from '../hooks/hooks.ts';
import type { ModelTask, RunEventDraft } from '../run/events.ts';
import { plainCopy, storable } from '../run/plain.ts';
import { eventErrorOf, lettingGo, type RunContext } from '../run/run-context.ts';
import { tellTried } from '../run/tried-rules.ts';
import { cleanOptions } from './clean-options.ts';
import type { ChosenModel, ModelQuestion } from './models.ts';
import { patienceFor } from './patience.ts';
import { modelError } from './provider-error.ts';
import { readStream } from './read-stream.ts';
import { withoutSecrets } from './secrets.ts';
import { reserve } from './spending.ts';
import { estimateCall, estimateTokens } from './tokens.ts';

/** What is asked of a model, whoever asks. */
export interface ModelWork<T> {
  readonly task: ModelTask;
  readonly purpose: Purpose;
  /** Of all that is sent. */
  readonly sensitivity: Sensitivity;
  /** What is sent, before it is cleaned; at most about so many tokens of prompt. */
  compose(promptTokens: number): LanguageModelV4CallOptions;
  /** What is made of what the model has written. Raises what makes it unusable. */
  judge(written: Written): T;
  /**
   * Called as each model that is asked begins, for what is to be told of its text as it comes. Nothing has judged that text
   * yet, and what an earlier model has said is void.
   */
  hear?(): (text: string) => void;
}

export interface Written {
  /** `provider/model`. */
  readonly model: string;
  /** Every text of the result, one after the other. */
  readonly text: string;
  readonly result: LanguageModelV4GenerateResult;
}

/** Characters of an output that are looked at. */
const longestOutput = 65_536;

/** Of these, another model may be asked the same. */
const worthAnother: readonly HexaopsError['code'][] = ['model-unavailable', 'rate-limited', 'deadline-exceeded'];

/**
 * The one door to a model: nothing else in this package calls one. Chooses it by purpose and sensitivity, stays within the
 * run's tokens, the budgets of workspace and person, and the call's deadline, ends with the run or before it, ends a call that falls
 * silent, takes the caller's token and whatever looks like a secret out of the prompt, and writes down what was spent. A
 * model that calls a tool which it was not given is refused, which is written down, too. Of a model that fails nothing is
 * kept, and its fallbacks are asked. Raises `model-*`, `rate-limited`, `budget-exceeded`, `deadline-exceeded`, `cancelled`,
 * and what has stopped the journal.
 */
export async function callModel<T>(
  context: RunContext,
  work: ModelWork<T>,
  signal: AbortSignal = context.signal,
): Promise<T> {
  const { models } = context.parts;
  if (models === undefined) throw new HexaopsError('model-unavailable', 'no plugin brings a model');
  let failure: HexaopsError | undefined;
  const question = questionOf(context, work);
  tellTried(context, 'model', { ...question });
  for (const chosen of await models.choose(question, context)) {
    try {
      return await callOne(context, work, chosen, signal);
    } catch (error) {
      if (context.journal.failure !== undefined || !HexaopsError.is(error)) throw error;
      if (signal.aborted || !worthAnother.includes(error.code)) throw error;
      failure = error;
    }
  }
  throw failure ?? new HexaopsError('internal', 'no model was chosen');
}

/** Whether a model is set for the purpose. Where that cannot be told it is asked, and says why it cannot answer. */
export async function hasModel(context: RunContext, purpose: Purpose, sensitivity: Sensitivity): Promise<boolean> {
  const question = questionOf(context, { purpose, sensitivity });
  try {
    const has = (await context.parts.models?.has(question, context)) ?? false;
    // Where there is none nothing is called, and a rule that is tried might be the one that would name the first.
    if (!has) tellTried(context, 'model', { ...question });
    return has;
  } catch (error) {
    if (HexaopsError.is(error)) return true;
    throw error;
  }
}

function questionOf(
  { parts, caller }: RunContext,
  { purpose, sensitivity }: Pick<ModelWork<unknown>, 'purpose' | 'sensitivity'>,
): ModelQuestion {
  const environment = parts.guard.environment(caller.workspace);
  const [organization] = caller.organizations;
  return {
    purpose,
    sensitivity,
    workspace: caller.workspace,
    ...(environment === undefined ? {} : { environment }),
    ...(organization === undefined ? {} : { organization }),
  };
}

async function callOne<T>(
  context: RunContext,
  work: ModelWork<T>,
  chosen: ChosenModel,
  signal: AbortSignal,
): Promise<T> {
  const { parts, journal, budget } = context;
  const { name } = chosen;
  // What it is told, and what was spent before, is stored first: nobody hears of what they cannot see yet.
  await journal.settled();
  if (journal.failure !== undefined) throw journal.failure;
  const started = parts.now();
  const options = await cleanOptions(context, name, (promptTokens) => work.compose(promptTokens));
  const estimate = estimateCall(options);
  const left = budget.tokensLeft - estimate;
  if (left <= 0) {
    throw new HexaopsError('budget-exceeded', `this run has used its ${budget.limits.tokens} tokens of models`, {
      nextStep: 'ask a narrower question, or raise budget.tokens in the configuration',
    });
  }
  const reservation = await reserve(context, chosen, estimate, Math.min(options.maxOutputTokens ?? left, left));
  const spent = async (inputTokens: number, outputTokens: number, error?: HexaopsError): Promise<ModelCalled> => {
    const cost = reservation.cost(inputTokens, outputTokens);
    await reservation.settle(inputTokens, outputTokens).catch(() => undefined);
    return {
      type: 'model-called',
      task: work.task,
      model: name,
      ...(chosen.isWorkspaces === true ? { isWorkspaces: true } : {}),
      inputTokens,
      outputTokens,
      ...(cost === undefined ? {} : { cost }),
      milliseconds: parts.now() - started,
      ...(error === undefined ? {} : { error: eventErrorOf(error) }),
    };
  };
  let result: LanguageModelV4GenerateResult;
  try {
    const { maxOutputTokens } = reservation;
    const call = callOf(context, work, estimate);
    const sent = { ...options, maxOutputTokens, abortSignal: signal };
    result = await generate(context, sent, chosen, call, hearing(work));
  } catch (cause) {
    const error = modelError(name, cause);
    // Of a call that has failed nobody says what it has cost; what was sent is counted.
    const event = await spent(estimate, 0, error);
    if (context.signal.reason !== lettingGo) {
      observe(context, options, event);
      journal.note(event);
    }
    throw error;
  }
  const written: Written = { model: name, text: textOf(result), result };
  const input = countOf(result.usage?.inputTokens?.total, estimate);
  const output = countOf(result.usage?.outputTokens?.total, writtenTokens(result));
  const refused = refusals(work.task, options, written);
  let judged: T;
  try {
    judged = work.judge(written);
  } catch (error) {
    const event = await spent(input, output, modelError(name, error));
    observe(context, options, event, written);
    journal.note(event, ...refused);
    throw error;
  }
  const event = await spent(input, output);
  observe(context, options, event, written);
  journal.note(event, ...refused);
  return judged;
}

type ModelCalled = ModelExchange['record'];

/** Nobody waits for whoever looks on. */
function observe(
  { parts, hookContext, redact }: RunContext,
  { prompt }: LanguageModelV4CallOptions,
  event: ModelCalled,
  written?: Written,
): void {
  const { modelCalled } = parts.hooks;
  if (!modelCalled.isUsed()) return;
  const record = plainCopy(event, redact);
  const text = written === undefined ? undefined : withoutSecrets(redact(written.text));
  const finishReason = written?.result.finishReason?.unified;
  modelCalled.promise({ record, prompt, text, finishReason }, hookContext).catch(() => undefined);
}

function callOf({ parts, journal, caller }: RunContext, { purpose }: ModelWork<unknown>, tokens: number): ModelCall {
  return {
    purpose,
    workspace: caller.workspace,
    session: journal.identity.session,
    run: journal.identity.run,
    deadline: parts.now() + (parts.models?.settings.milliseconds ?? 0),
    inputTokens: tokens,
  };
}

function generate(
  { parts }: RunContext,
  { abortSignal: signal, ...options }: LanguageModelV4CallOptions,
  chosen: ChosenModel,
  call: ModelCall,
  hear: ((text: string) => void) | undefined,
): Promise<LanguageModelV4GenerateResult> {
  const { name, provider, model } = chosen;
  const { models } = parts;
  if (models === undefined) throw new HexaopsError('internal', 'a model was chosen where there is none');
  const { settings } = models;
  const { milliseconds } = settings;
  return withinTime(`the model ${name}`, milliseconds, signal, async (abortSignal) =>
    readStream(provider.languageModel(model, call), options, {
      name,
      patience: patienceFor(chosen, call, settings),
      signal: abortSignal,
      hear,
    }),
  );
}

/** As much of a text as is looked at when it is complete. */
function hearing(work: ModelWork<unknown>): ((text: string) => void) | undefined {
  const hear = work.hear?.();
  let left = longestOutput;
  return (
    hear &&
    ((text) => {
      const heard = text.slice(0, left);
      left -= heard.length;
      if (heard !== '') hear(heard);
    })
  );
}

function textOf({ content }: LanguageModelV4GenerateResult): string {
  const text = content.map((part) => (part.type === 'text' ? part.text : '')).join('');
  return storable(text.slice(0, longestOutput));
}

/** Tools that the model has called although it was not given them. */
function refusals(
  task: ModelTask,
  { tools = [] }: LanguageModelV4CallOptions,
  { model, result }: Written,
): readonly RunEventDraft[] {
  const given = new Set(tools.map(({ name }) => name));
  const called = result.content.flatMap((part) =>
    part.type === 'tool-call' && !given.has(part.toolName) ? [part.toolName] : [],
  );
  const reason = given.size === 0 ? 'a model calls no tools here' : 'it was not given this tool';
  return called.slice(0, 16).map((tool): RunEventDraft => {
    return { type: 'model-refused', task, model, tool: tool.slice(0, 200), reason };
  });
}

/** A count of tokens that is none, nothing or less is not believed: a budget would never be used up by it. */
function countOf(told: number | undefined, estimate: number): number {
  return told !== undefined && Number.isFinite(told) && told > 0 ? Math.ceil(told) : estimate;
}

/** Of texts, thoughts and the arguments of calls. */
function writtenTokens({ content }: LanguageModelV4GenerateResult): number {
  return content.reduce((sum, part) => {
    if (part.type === 'text' || part.type === 'reasoning') return sum + estimateTokens(part.text);
    return part.type === 'tool-call' ? sum + estimateTokens(part.toolName + part.input) : sum;
  }, 0);
}
