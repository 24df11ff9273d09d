import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4Content,
  LanguageModelV4FinishReason,
  LanguageModelV4GenerateResult,
  LanguageModelV4Message,
  LanguageModelV4StreamPart,
} from '@ai-sdk/provider';
import type { LlmProvider } from '../extension/llm.ts';
import { streamPartsOf } from '../llm/door-as-model.ts';

/** What a model is to do when it is called. */
export interface ScriptedTurn {
  readonly text?: string;
  /** In place of `text`: as it comes. Where they raise, the model breaks off. */
  readonly chunks?: Iterable<string> | AsyncIterable<string>;
  /** Written as JSON. */
  readonly object?: unknown;
  readonly tools?: readonly { readonly name: string; readonly input: unknown }[];
  /** Raised in place of an answer. */
  readonly error?: unknown;
  /** Answers nothing until the call is aborted. */
  readonly hangs?: boolean;
  readonly finish?: LanguageModelV4FinishReason['unified'];
  /** Tokens; a word each unless told. `null`: the provider does not say. */
  readonly usage?: { readonly input: number; readonly output: number } | null;
}

/** A language model that remembers what it was sent. */
export interface RecordingModel extends LanguageModelV4 {
  readonly calls: readonly LanguageModelV4CallOptions[];
  /** Every text of every prompt so far. */
  readonly prompts: readonly string[];
}

/** What a model does with a call; `index` counts from 0. */
export type Script = (options: LanguageModelV4CallOptions, index: number) => ScriptedTurn;

/** A model that does what a script says, turn by turn. A call for which there is no turn raises an error that says so. */
export function createScriptedModel(script: readonly ScriptedTurn[] | Script, modelId = 'scripted'): RecordingModel {
  const calls: LanguageModelV4CallOptions[] = [];
  const turn = (options: LanguageModelV4CallOptions): ScriptedTurn => {
    const index = calls.push(options) - 1;
    const next = typeof script === 'function' ? script(options, index) : script[index];
    if (next !== undefined) return next;
    throw new Error(`the script has no turn ${index + 1}`);
  };
  const generate = async (
    options: LanguageModelV4CallOptions,
    next = turn(options),
  ): Promise<LanguageModelV4GenerateResult> => {
    if (next.hangs === true) await untilAborted(options.abortSignal);
    if (next.error !== undefined) throw next.error;
    const content = contentOf(next);
    const unified = next.finish ?? (next.tools === undefined ? 'stop' : 'tool-calls');
    return { content, finishReason: { unified, raw: unified }, usage: usageOf(next, options, content), warnings: [] };
  };
  return {
    specificationVersion: 'v4',
    provider: 'testing',
    modelId,
    supportedUrls: {},
    calls,
    get prompts() {
      return calls.map(promptText);
    },
    doGenerate: (options) => generate(options),
    async doStream(options) {
      const next = turn(options);
      const result = await generate(options, next);
      const parts = next.chunks === undefined ? streamPartsOf(result) : chunkParts(next.chunks, result);
      return { stream: ReadableStream.from(parts) };
    },
  };
}

async function* chunkParts(
  chunks: NonNullable<ScriptedTurn['chunks']>,
  { finishReason, usage }: LanguageModelV4GenerateResult,
): AsyncIterable<LanguageModelV4StreamPart> {
  yield { type: 'text-start', id: '0' };
  for await (const delta of chunks) yield { type: 'text-delta', id: '0', delta };
  yield { type: 'text-end', id: '0' };
  yield { type: 'finish', finishReason, usage };
}

/** A provider of one model, whatever name it is asked for by. */
export function providerOf(
  model: LanguageModelV4,
  { id = 'test', locality = 'private' }: { readonly id?: string; readonly locality?: LlmProvider['locality'] } = {},
): LlmProvider {
  return { id, locality, languageModel: () => model };
}

/** The texts of a prompt, and what it says came of tools, one after the other. */
export function promptText({ prompt }: LanguageModelV4CallOptions): string {
  return prompt
    .map(({ content }) => (typeof content === 'string' ? content : content.map(textOf).join('\n')))
    .join('\n');
}

function textOf(part: Exclude<LanguageModelV4Message['content'], string>[number]): string {
  if (part.type === 'text') return part.text;
  if (part.type !== 'tool-result') return '';
  return part.output.type === 'text' || part.output.type === 'error-text' ? part.output.value : '';
}

function contentOf({ text, object, tools = [] }: ScriptedTurn): LanguageModelV4Content[] {
  const written = object === undefined ? text : JSON.stringify(object);
  return [
    ...(written === undefined ? [] : [{ type: 'text' as const, text: written }]),
    ...tools.map(({ name, input }, index) => ({
      type: 'tool-call' as const,
      toolCallId: `call-${index + 1}`,
      toolName: name,
      input: JSON.stringify(input),
    })),
  ];
}

function usageOf(
  { usage }: ScriptedTurn,
  options: LanguageModelV4CallOptions,
  content: readonly LanguageModelV4Content[],
): LanguageModelV4GenerateResult['usage'] {
  const words = (text: string) => text.split(/\s+/).filter(Boolean).length;
  const written = content.map((part) => (part.type === 'text' ? part.text : '')).join(' ');
  const input = usage === null ? undefined : (usage?.input ?? words(promptText(options)));
  const output = usage === null ? undefined : (usage?.output ?? words(written));
  return {
    inputTokens: { total: input, noCache: input, cacheRead: undefined, cacheWrite: undefined },
    outputTokens: { total: output, text: output, reasoning: undefined },
  };
}

async function untilAborted(signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) throw new Error('a call that hangs needs a signal');
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(new Error('aborted'));
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  await promise;
}
