import type {
  LanguageModelV4CallOptions,
  LanguageModelV4GenerateResult,
  LanguageModelV4Prompt,
} from '@ai-sdk/provider';
import { HexaopsError } from '../errors.ts';
import type { Sensitivity } from '../extension/llm.ts';
import type { Schema } from '../extension/schema.ts';
import { withinTime } from '../run/deadline.ts';
import type { ModelTask, RunEventDraft } from '../run/events.ts';
import { storable } from '../run/plain.ts';
import { eventErrorOf, lettingGo, type RunContext } from '../run/run-context.ts';
import type { ChosenModel, ModelQuestion } from './models.ts';
import type { Purpose } from './models-config.ts';
import { assemblePrompt, type PromptPart } from './prompt.ts';
import { modelError } from './provider-error.ts';
import { withoutSecrets } from './secrets.ts';
import { structuredOutput } from './structured.ts';
import { estimateTokens } from './tokens.ts';

export interface ModelRequest {
  readonly task: ModelTask;
  readonly purpose: Purpose;
  /** Of all that the parts hold. */
  readonly sensitivity: Sensitivity;
  /** This project's own words, and nothing read from anywhere. */
  readonly instructions: string;
  readonly parts: readonly PromptPart[];
  /** The form of the output, sent to the model; what comes is checked against it by `accept` alone. */
  readonly output?: { readonly name: string; readonly schema: Schema; accept(value: unknown): readonly string[] };
}

export interface ModelAnswer {
  /** `provider/model`. */
  readonly model: string;
  readonly text: string;
  /** What was accepted, where the request says a form. Whoever has written what the model has seen may have written it. */
  readonly value: unknown;
}

/** Characters of an output that are looked at. */
const longestOutput = 65_536;

/** Of these, another model may be asked the same. */
const worthAnother: readonly HexaopsError['code'][] = ['model-unavailable', 'rate-limited', 'deadline-exceeded'];

/**
 * The one door to a model: nothing else in this package calls one. Chooses it by purpose and sensitivity, stays within the
 * run's tokens and the call's deadline, ends with the run, marks what others wrote, takes the caller's token and whatever
 * looks like a secret out of the prompt, and writes down what was spent. A model gets no tools: one that asks for a tool all
 * the same is refused, which is written down, too. Raises `model-*`, `rate-limited`, `budget-exceeded`,
 * `deadline-exceeded`, `cancelled`, and what has stopped the journal.
 */
export async function askModel(context: RunContext, request: ModelRequest): Promise<ModelAnswer> {
  const { models } = context.parts;
  if (models === undefined) throw new HexaopsError('model-unavailable', 'no plugin brings a model');
  let failure: HexaopsError | undefined;
  for (const chosen of await models.choose(questionOf(context, request), context)) {
    try {
      return await askOne(context, request, chosen);
    } catch (error) {
      if (context.journal.failure !== undefined || !HexaopsError.is(error)) throw error;
      if (context.signal.aborted || !worthAnother.includes(error.code)) throw error;
      failure = error;
    }
  }
  throw failure ?? new HexaopsError('internal', 'no model was chosen');
}

/** Whether a model is set for the purpose. Where that cannot be told it is asked, and says why it cannot answer. */
export async function hasModel(context: RunContext, purpose: Purpose, sensitivity: Sensitivity): Promise<boolean> {
  try {
    return (await context.parts.models?.has(questionOf(context, { purpose, sensitivity }), context)) ?? false;
  } catch (error) {
    if (HexaopsError.is(error)) return true;
    throw error;
  }
}

function questionOf(
  { parts, caller }: RunContext,
  { purpose, sensitivity }: Pick<ModelRequest, 'purpose' | 'sensitivity'>,
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

async function askOne(context: RunContext, request: ModelRequest, { provider, model, name }: ChosenModel) {
  const { parts, journal, budget } = context;
  const started = parts.now();
  const options = await optionsOf(context, request, name);
  const estimate = estimateTokens(JSON.stringify([options.prompt, options.responseFormat]));
  const left = budget.tokensLeft - estimate;
  if (left <= 0) {
    throw new HexaopsError('budget-exceeded', `this run has used its ${budget.limits.tokens} tokens of models`, {
      nextStep: 'ask a narrower question, or raise budget.tokens in the configuration',
    });
  }
  const called = (inputTokens: number, outputTokens: number, error?: HexaopsError): RunEventDraft => {
    budget.takeTokens(inputTokens + outputTokens);
    const milliseconds = parts.now() - started;
    const failed = error === undefined ? {} : { error: eventErrorOf(error) };
    return {
      type: 'model-called',
      task: request.task,
      model: name,
      inputTokens,
      outputTokens,
      milliseconds,
      ...failed,
    };
  };
  let result: LanguageModelV4GenerateResult;
  try {
    const maxOutputTokens = Math.min(options.maxOutputTokens ?? left, left);
    result = await generate(context, { ...options, maxOutputTokens }, { provider, model, name });
  } catch (cause) {
    const error = modelError(name, cause);
    // Of a call that has failed nobody says what it has cost; what was sent is counted.
    if (context.signal.reason !== lettingGo) await journal.append(called(estimate, 0, error));
    throw error;
  }
  const text = textOf(result);
  const spent = [
    countOf(result.usage?.inputTokens?.total, estimate),
    countOf(result.usage?.outputTokens?.total, estimateTokens(text)),
  ] as const;
  let answer: ModelAnswer;
  try {
    answer = { model: name, text, value: outputOf(request, result, text, name) };
  } catch (error) {
    await journal.append(called(...spent, modelError(name, error)), ...refusals(request, result, name));
    throw error;
  }
  await journal.append(called(...spent), ...refusals(request, result, name));
  return answer;
}

/** Cleaned before the hook, which may keep what it sees, and after it: nothing is added to a prompt once it was cleaned. */
async function optionsOf(
  { parts, budget, hookContext, redact }: RunContext,
  { instructions, parts: written, output }: ModelRequest,
  name: string,
): Promise<LanguageModelV4CallOptions> {
  const { promptTokens, outputTokens } = parts.models?.settings ?? { promptTokens: 0, outputTokens: 0 };
  const form: LanguageModelV4CallOptions['responseFormat'] =
    output === undefined
      ? { type: 'text' }
      : { type: 'json', name: output.name, schema: output.schema as Readonly<Record<string, never>> };
  const clean = (text: string) => withoutSecrets(redact(storable(text)));
  const assembled = assemblePrompt(instructions, written, Math.min(promptTokens, budget.tokensLeft));
  const changed = await withinTime(`the call of ${name}`, budget.limits.stepMilliseconds, hookContext.signal, () =>
    parts.hooks.modelCall.promise(
      {
        prompt: cleaned(assembled, clean),
        maxOutputTokens: outputTokens,
        temperature: 0,
        responseFormat: form,
      },
      hookContext,
    ),
  );
  const { temperature, topP, topK, seed, stopSequences, reasoning, providerOptions } = changed;
  return {
    prompt: cleaned(changed.prompt, clean),
    maxOutputTokens: Math.min(changed.maxOutputTokens ?? outputTokens, outputTokens),
    responseFormat: form,
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    ...(topK === undefined ? {} : { topK }),
    ...(seed === undefined ? {} : { seed }),
    ...(stopSequences === undefined ? {} : { stopSequences }),
    ...(reasoning === undefined ? {} : { reasoning }),
    ...(providerOptions === undefined ? {} : { providerOptions }),
  };
}

/** Text is all that a prompt of this package holds; what else a hook has put there is left out. */
function cleaned(prompt: LanguageModelV4Prompt, clean: (text: string) => string): LanguageModelV4Prompt {
  return prompt.flatMap((message): LanguageModelV4Prompt => {
    if (message.role === 'system') return [{ role: 'system', content: clean(message.content) }];
    if (message.role === 'tool') return [];
    const content = message.content.flatMap((part) =>
      part.type === 'text' ? [{ type: 'text' as const, text: clean(part.text) }] : [],
    );
    return [{ role: message.role, content }];
  });
}

function generate(
  { parts, signal }: RunContext,
  options: LanguageModelV4CallOptions,
  { provider, model, name }: ChosenModel,
): Promise<LanguageModelV4GenerateResult> {
  const milliseconds = parts.models?.settings.milliseconds ?? 0;
  return withinTime(`the model ${name}`, milliseconds, signal, async (abortSignal) =>
    provider.languageModel(model).doGenerate({ ...options, abortSignal }),
  );
}

function textOf({ content, structuredOutputText }: LanguageModelV4GenerateResult): string {
  const text = structuredOutputText ?? content.map((part) => (part.type === 'text' ? part.text : '')).join('');
  return storable(text.slice(0, longestOutput));
}

/** Raises `model-unavailable`, `model-output-invalid`. */
function outputOf(
  { output }: ModelRequest,
  { finishReason }: LanguageModelV4GenerateResult,
  text: string,
  name: string,
) {
  const { unified } = finishReason;
  // Some providers end so where the server has broken off.
  if (unified === 'error' || unified === 'other' || unified === 'interrupted')
    throw new HexaopsError('model-unavailable', `the model ${name} broke off`, { nextStep: 'ask again' });
  if (unified === 'content-filter' || (unified === 'length' && output !== undefined)) {
    throw new HexaopsError('model-output-invalid', `the output of the model ${name} ended early`, {
      nextStep: 'ask a narrower question, or raise models.outputTokens in the configuration',
    });
  }
  return output === undefined ? undefined : structuredOutput(name, text, (value) => output.accept(value));
}

/** Tools that the model has called although it was given none. */
function refusals({ task }: ModelRequest, { content }: LanguageModelV4GenerateResult, model: string): RunEventDraft[] {
  const called = content.flatMap((part) => (part.type === 'tool-call' ? [part.toolName] : []));
  return called.slice(0, 16).map((tool): RunEventDraft => {
    return { type: 'model-refused', task, model, tool: tool.slice(0, 200), reason: 'a model calls no tools here' };
  });
}

/** A count of tokens that is none, or less than nothing, is not believed. */
function countOf(told: number | undefined, estimate: number): number {
  return told !== undefined && Number.isFinite(told) && told >= 0 ? Math.ceil(told) : estimate;
}
