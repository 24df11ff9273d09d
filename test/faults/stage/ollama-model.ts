import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { LlmProvider } from '@hexaops/core';

type Model = ReturnType<LlmProvider['languageModel']>;
type Options = Parameters<Model['doGenerate']>[0];

interface ChatLine {
  readonly message?: { readonly content?: string };
  readonly done?: boolean;
  readonly error?: string;
}

/** A node as a provider: it reads the node's stream to its end, and raises unless that end has come. */
export function ollamaProvider(id: string, url: string): LlmProvider {
  const generate = async (options: Options) => {
    const text = await chat(url, options);
    return {
      content: [{ type: 'text' as const, text }],
      finishReason: { unified: 'stop' as const, raw: 'stop' },
      usage: {
        inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
        outputTokens: { total: undefined, text: undefined, reasoning: undefined },
      },
      warnings: [],
    };
  };
  const languageModel = (modelId: string): Model => ({
    specificationVersion: 'v4',
    provider: id,
    modelId,
    supportedUrls: {},
    doGenerate: generate,
    doStream: () => Promise.reject(new Error('not used here')),
  });
  return { id, locality: 'private', languageModel };
}

async function chat(url: string, { prompt, abortSignal }: Options): Promise<string> {
  const body = JSON.stringify({ model: 'm', messages: prompt, stream: true });
  const response = await fetch(`${url}/api/chat`, {
    method: 'POST',
    body,
    ...(abortSignal && { signal: abortSignal }),
  });
  if (!response.ok || response.body === null) throw new Error(`status ${response.status}`);
  let text = '';
  for await (const written of createInterface(Readable.fromWeb(response.body))) {
    const { message, done, error } = JSON.parse(written) as ChatLine;
    if (error !== undefined) throw new Error(error);
    text += message?.content ?? '';
    if (done === true) return text;
  }
  throw new Error('the stream ended without its end');
}
