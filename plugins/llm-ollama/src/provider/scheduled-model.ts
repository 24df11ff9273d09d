import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
  LanguageModelV4StreamResult,
} from '@ai-sdk/provider';
import { createOllama } from 'ollama-ai-provider-v2';
import { Breakers } from '../dispatch/breakers.ts';
import type { Dispatcher, Grant } from '../dispatch/dispatcher.ts';
import { isNodeFault, NodeSilent } from '../dispatch/fault.ts';
import type { RetryBudget } from '../dispatch/retry-budget.ts';
import type { Call } from '../schedule/index.ts';
import { withOllamaOptions } from './options.ts';
import { watchedFetch } from './watched-fetch.ts';

export interface ScheduledModelParts {
  readonly dispatcher: Pick<Dispatcher, 'acquire'>;
  readonly breakers: Breakers;
  readonly retries: RetryBudget;
  readonly contextTokens: number;
  readonly firstTokenMilliseconds: number;
  readonly idleMilliseconds: number;
  /** What the scheduler is told of the call. */
  callOf(options: LanguageModelV4CallOptions): Call;
}

/** A model wherever the scheduler puts its calls. Another node is asked only as long as nothing was written. */
export function scheduledModel(name: string, parts: ScheduledModelParts): LanguageModelV4 {
  return {
    specificationVersion: 'v4',
    provider: 'ollama',
    modelId: name,
    supportedUrls: {},
    doStream: (options) => begin(parts, options, (grant, signal) => stream(name, parts, options, grant, signal)),
    doGenerate: (options) => begin(parts, options, (grant, signal) => generate(name, parts, options, grant, signal)),
  };
}

async function begin<T>(
  parts: ScheduledModelParts,
  options: LanguageModelV4CallOptions,
  attempt: (grant: Grant, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const signal = options.abortSignal ?? new AbortController().signal;
  parts.retries.called();
  let grant = await parts.dispatcher.acquire(parts.callOf(options), signal);
  for (;;) {
    try {
      return await attempt(grant, signal);
    } catch (error) {
      const elsewhere = Breakers.isOpen(error) || (isNodeFault(error) && parts.retries.take());
      if (signal.aborted || !elsewhere) {
        grant.cancel();
        throw error;
      }
      grant = await grant.failed();
    }
  }
}

function modelOf(
  name: string,
  { firstTokenMilliseconds, idleMilliseconds }: ScheduledModelParts,
  { client, finished }: Grant,
  signal: AbortSignal,
): LanguageModelV4 {
  const watched = watchedFetch(client.headers, {
    firstToken: firstTokenMilliseconds,
    idle: idleMilliseconds,
    signal,
    ended: finished,
  });
  return createOllama({ baseURL: `${client.url}/api`, fetch: watched }).chat(name);
}

function generate(
  name: string,
  parts: ScheduledModelParts,
  options: LanguageModelV4CallOptions,
  grant: Grant,
  signal: AbortSignal,
): Promise<LanguageModelV4GenerateResult> {
  return parts.breakers.run(grant.node, name, async () => {
    const model = modelOf(name, parts, grant, signal);
    const result = await model.doGenerate(withOllamaOptions(options, parts.contextTokens));
    grant.cancel();
    return result;
  });
}

/** Ends when the first piece of content is there, and gives it with the rest. */
function stream(
  name: string,
  parts: ScheduledModelParts,
  options: LanguageModelV4CallOptions,
  grant: Grant,
  signal: AbortSignal,
): Promise<LanguageModelV4StreamResult> {
  const stop = new AbortController();
  return parts.breakers.run(grant.node, name, async () => {
    const model = modelOf(name, parts, grant, AbortSignal.any([signal, stop.signal]));
    const { stream, ...rest } = await model.doStream(withOllamaOptions(options, parts.contextTokens));
    const reader = stream.getReader();
    const first: LanguageModelV4StreamPart[] = [];
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (value.type === 'error') throw value.error;
      first.push(value);
      if (value.type === 'finish' && isBroken(value)) throw new NodeSilent('the node broke off');
      if (isContent(value) || value.type === 'finish') break;
    }
    grant.begun();
    return { ...rest, stream: followed(first, reader, grant, stop) };
  });
}

/** The pieces that were read already, and what comes after them. Whoever leaves it frees the slot, and ends the call at the node. */
function followed(
  first: readonly LanguageModelV4StreamPart[],
  reader: ReadableStreamDefaultReader<LanguageModelV4StreamPart>,
  grant: Grant,
  stop: AbortController,
): ReadableStream<LanguageModelV4StreamPart> {
  const waiting = [...first];
  const end = () => {
    grant.cancel();
    stop.abort();
  };
  return new ReadableStream<LanguageModelV4StreamPart>({
    async pull(controller) {
      const ready = waiting.shift();
      if (ready !== undefined) {
        controller.enqueue(ready);
        return;
      }
      try {
        const { done, value } = await reader.read();
        if (done) {
          end();
          controller.close();
        } else if (value.type === 'error') {
          end();
          controller.error(value.error);
        } else {
          controller.enqueue(value);
        }
      } catch (error) {
        end();
        controller.error(error);
      }
    },
    async cancel(reason) {
      grant.cancel();
      await reader.cancel(reason).catch(() => undefined);
    },
  });
}

function isContent({ type }: LanguageModelV4StreamPart): boolean {
  return type === 'text-delta' || type === 'reasoning-delta' || type === 'tool-input-start' || type === 'tool-call';
}

/** So the provider's package ends a stream of which it dropped an error line. */
function isBroken({ finishReason }: Extract<LanguageModelV4StreamPart, { readonly type: 'finish' }>): boolean {
  return finishReason.unified === 'other' || finishReason.unified === 'error';
}
