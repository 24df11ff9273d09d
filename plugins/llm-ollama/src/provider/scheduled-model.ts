import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
  LanguageModelV4StreamResult,
} from '@ai-sdk/provider';
import { createOllama } from 'ollama-ai-provider-v2';
import { type Begun, Breakers } from '../dispatch/breakers.ts';
import type { Dispatcher, Grant } from '../dispatch/dispatcher.ts';
import { isFault, NodeSilent } from '../dispatch/fault.ts';
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
      const elsewhere = Breakers.isOpen(error) || (isFault(error) && parts.retries.take());
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
  return parts.breakers.run(grant.node, name, signal, async () => {
    const model = modelOf(name, parts, grant, signal);
    const value = await model.doGenerate(withOllamaOptions(options, parts.contextTokens));
    grant.cancel();
    return { value, ended: Promise.resolve() };
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
  const until = AbortSignal.any([signal, stop.signal]);
  return parts.breakers.run(grant.node, name, signal, async () => {
    try {
      const model = modelOf(name, parts, grant, until);
      const { stream, ...rest } = await model.doStream(withOllamaOptions(options, parts.contextTokens));
      const reader = stream.getReader();
      const first = await untilContent(reader);
      grant.begun();
      const { value, ended } = followed(first, reader, grant, { signal, stop });
      return { value: { ...rest, stream: value }, ended };
    } catch (error) {
      // What it has written is no answer: it need not go on.
      stop.abort();
      throw error;
    }
  });
}

type Reader = ReadableStreamDefaultReader<LanguageModelV4StreamPart>;

/** The pieces up to the first that has content. Raises where the node fails before it. */
async function untilContent(reader: Reader): Promise<readonly LanguageModelV4StreamPart[]> {
  const first: LanguageModelV4StreamPart[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return first;
    if (value.type === 'error') throw value.error;
    first.push(value);
    if (value.type === 'finish' && isBroken(value)) throw new NodeSilent('the node broke off');
    if (isContent(value) || value.type === 'finish') return first;
  }
}

/** The pieces that were read already, and what comes after them. Whoever leaves it frees the slot, and ends the call at the node. */
function followed(
  first: readonly LanguageModelV4StreamPart[],
  reader: Reader,
  grant: Grant,
  { signal, stop }: { readonly signal: AbortSignal; readonly stop: AbortController },
): Begun<ReadableStream<LanguageModelV4StreamPart>> {
  const waiting = [...first];
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
  const end = () => {
    grant.cancel();
    resolve();
  };
  const fail = (error: unknown) => {
    if (!signal.aborted) reject(error);
    end();
    stop.abort();
  };
  // Also while nobody reads on.
  reader.closed.then(end, fail);
  const value = new ReadableStream<LanguageModelV4StreamPart>({
    async pull(controller) {
      const ready = waiting.shift();
      if (ready !== undefined) {
        controller.enqueue(ready);
        return;
      }
      try {
        const { done, value: part } = await reader.read();
        if (done) controller.close();
        else if (part.type === 'error') throw part.error;
        else controller.enqueue(part);
      } catch (error) {
        fail(error);
        controller.error(error);
      }
    },
    async cancel(reason) {
      end();
      await reader.cancel(reason).catch(() => undefined);
    },
  });
  return { value, ended };
}

function isContent({ type }: LanguageModelV4StreamPart): boolean {
  return type === 'text-delta' || type === 'reasoning-delta' || type === 'tool-input-start' || type === 'tool-call';
}

/** So the provider's package ends a stream of which it dropped an error line. */
function isBroken({ finishReason }: Extract<LanguageModelV4StreamPart, { readonly type: 'finish' }>): boolean {
  return finishReason.unified === 'other' || finishReason.unified === 'error';
}
