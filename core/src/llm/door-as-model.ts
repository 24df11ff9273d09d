import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
} from '@ai-sdk/provider';
import type { Purpose, Sensitivity } from '../extension/llm.ts';
import type { ModelTask } from '../run/events.ts';
import type { RunContext } from '../run/run-context.ts';
import { callModel } from './call-model.ts';

export interface DoorOptions {
  readonly task: ModelTask;
  readonly purpose: Purpose;
  /** Of all that has been read by then. */
  sensitivity(): Sensitivity;
  /** Ends each call, also before the run ends. */
  readonly signal: AbortSignal;
}

/**
 * The one door as a language model, for engines of agents: each call of it is chosen, cleaned, watched, counted and written
 * down like any other. Headers of whoever calls it, and its own signals, go nowhere.
 */
export function doorAsModel(context: RunContext, door: DoorOptions): LanguageModelV4 {
  const { task, purpose, signal } = door;
  const generate = (options: LanguageModelV4CallOptions): Promise<LanguageModelV4GenerateResult> =>
    callModel(
      context,
      { task, purpose, sensitivity: door.sensitivity(), compose: () => options, judge: ({ result }) => result },
      signal,
    );
  return {
    specificationVersion: 'v4',
    provider: 'hexaops',
    modelId: purpose,
    supportedUrls: {},
    doGenerate: generate,
    doStream: async (options) => ({ stream: ReadableStream.from(streamPartsOf(await generate(options))) }),
  };
}

/** A result as a stream would have brought it. */
export function* streamPartsOf({
  content,
  finishReason,
  usage,
}: LanguageModelV4GenerateResult): Iterable<LanguageModelV4StreamPart> {
  yield { type: 'stream-start', warnings: [] };
  for (const [index, part] of content.entries()) {
    const id = String(index);
    if (part.type === 'text' || part.type === 'reasoning') {
      const metadata = part.providerMetadata === undefined ? {} : { providerMetadata: part.providerMetadata };
      yield { type: `${part.type}-start`, id };
      yield { type: `${part.type}-delta`, id, delta: part.text };
      yield { type: `${part.type}-end`, id, ...metadata };
    } else if (part.type === 'tool-call') yield part;
  }
  yield { type: 'finish', finishReason, usage };
}
