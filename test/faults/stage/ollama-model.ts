import type { LlmProvider } from '@hexaops/core';

type Model = ReturnType<LlmProvider['languageModel']>;
type Options = Parameters<Model['doStream']>[0];
type Part = Awaited<ReturnType<Model['doStream']>>['stream'] extends ReadableStream<infer P> ? P : never;

interface ChatLine {
  readonly message?: { readonly content?: string };
  readonly done?: boolean;
  readonly error?: string;
}

/** A node as a provider: it gives what the node writes as it comes, and raises unless the node's end has come. */
export function ollamaProvider(id: string, url: string): LlmProvider {
  const languageModel = (modelId: string): Model => ({
    specificationVersion: 'v4',
    provider: id,
    modelId,
    supportedUrls: {},
    doGenerate: () => Promise.reject(new Error('not used here')),
    doStream: async (options) => ({ stream: ReadableStream.from(parts(await chat(url, options))) }),
  });
  return { id, locality: 'private', languageModel };
}

async function chat(url: string, { prompt, abortSignal }: Options): Promise<ReadableStream<Uint8Array>> {
  const body = JSON.stringify({ model: 'm', messages: prompt, stream: true });
  const response = await fetch(`${url}/api/chat`, {
    method: 'POST',
    body,
    ...(abortSignal && { signal: abortSignal }),
  });
  if (!response.ok || response.body === null) throw new Error(`status ${response.status}`);
  return response.body;
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncIterable<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of body) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

async function* parts(body: ReadableStream<Uint8Array>): AsyncIterable<Part> {
  for await (const written of linesOf(body)) {
    const { message, done, error } = JSON.parse(written) as ChatLine;
    if (error !== undefined) throw new Error(error);
    if (message?.content) yield { type: 'text-delta', id: '0', delta: message.content };
    if (done !== true) continue;
    const usage = {
      inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
      outputTokens: { total: undefined, text: undefined, reasoning: undefined },
    };
    yield { type: 'finish', finishReason: { unified: 'stop', raw: 'stop' }, usage };
    return;
  }
  throw new Error('the stream ended without its end');
}
