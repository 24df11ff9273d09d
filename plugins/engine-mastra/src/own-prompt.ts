import type { LanguageModelV4Message, LanguageModelV4Prompt } from '@ai-sdk/provider';
import { estimateTokens, fitTokens } from '@hexaops/core';

/** Tokens of an output that had to make room. */
const shortenedTokens = 80;
/** Ids of evidence, which mean something else in each run. */
const citation = /\s*\[e\d+\](?=\s|[.,;:)[]|$)/g;

/**
 * A prompt of Mastra as this project would have written it: without Mastra's own options, of what was said in earlier runs
 * the words alone, and about as many tokens as it may have, the oldest outputs making room.
 */
export function ownPrompt(prompt: LanguageModelV4Prompt, task: string, maximumTokens: number): LanguageModelV4Prompt {
  const start = prompt.findLastIndex((message) => message.role === 'user' && wordsOf(message).includes(task));
  const messages = prompt.flatMap((message, index): LanguageModelV4Message[] => {
    if (message.role === 'system' || index >= start) return [withoutMastra(message)];
    const text = wordsOf(message).replaceAll(citation, '').trim();
    if (message.role === 'tool' || text === '') return [];
    return [{ role: message.role, content: [{ type: 'text', text }] }];
  });
  return shorten(messages, maximumTokens);
}

function wordsOf({ content }: LanguageModelV4Message): string {
  if (typeof content === 'string') return content;
  return content.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

function withoutMastra<T extends LanguageModelV4Message>(message: T): T {
  if (typeof message.content === 'string') return clean(message);
  return { ...clean(message), content: message.content.map((part) => clean(part)) };
}

/** The options of a provider stay, for what it signed must come back to it. */
function clean<T extends { readonly providerOptions?: unknown }>(value: T): T {
  if (value.providerOptions === undefined) return value;
  const { providerOptions, ...rest } = value;
  const others = Object.entries(providerOptions as object).filter(([provider]) => provider !== 'mastra');
  return { ...rest, ...(others.length === 0 ? {} : { providerOptions: Object.fromEntries(others) }) } as T;
}

function shorten(messages: readonly LanguageModelV4Message[], maximumTokens: number): LanguageModelV4Prompt {
  let tokens = estimateTokens(JSON.stringify(messages));
  return messages.map((message) => {
    if (message.role !== 'tool' || tokens <= maximumTokens) return message;
    const content = message.content.map((part) => {
      if (part.type !== 'tool-result' || tokens <= maximumTokens) return part;
      const { output } = part;
      if (output.type === 'execution-denied' || output.type === 'content') return part;
      const text = typeof output.value === 'string' ? output.value : JSON.stringify(output.value);
      const before = estimateTokens(text);
      const value = fitTokens(text, Math.max(shortenedTokens, before - (tokens - maximumTokens)));
      tokens -= before - estimateTokens(value);
      return { ...part, output: { type: 'text' as const, value } };
    });
    return { ...message, content };
  });
}
