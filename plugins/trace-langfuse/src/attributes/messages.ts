import type { ModelExchange } from '@hexaops/core';
import { type ContentSettings, contentOf } from '../content.ts';

type Prompt = ModelExchange['prompt'];

/** A message as the semantic conventions for generative AI have it, before its texts are redacted and bounded. */
interface Message {
  readonly role: string;
  readonly parts: readonly Part[];
  readonly finish_reason?: string;
}

/** What of it somebody has written stands under `texts`, by the name that the conventions have for it. */
interface Part {
  readonly type: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly texts: Readonly<Record<string, unknown>>;
}

/** The least that one of many texts may have, in characters. */
const leastLength = 256;

/** Whatever was said by one side alone: the question of an agent, its answer. */
export function saidBy(role: string, value: unknown, finishReason?: string): readonly Message[] {
  if (value === undefined) return [];
  const end = finishReason === undefined ? {} : { finish_reason: finishReason };
  return [{ role, parts: [{ type: 'text', texts: { content: value } }], ...end }];
}

/** A prompt with the roles that it has. */
export function messagesOf(prompt: Prompt): readonly Message[] {
  return prompt.map(({ role, content }): Message => {
    if (typeof content === 'string') return { role, parts: [{ type: 'text', texts: { content } }] };
    return { role, parts: content.map(partOf) };
  });
}

function partOf(part: Exclude<Prompt[number]['content'], string>[number]): Part {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return { type: part.type, texts: { content: part.text } };
    case 'tool-call':
      return {
        type: 'tool_call',
        names: { id: part.toolCallId, name: part.toolName },
        texts: { arguments: part.input },
      };
    case 'tool-result':
      return { type: 'tool_call_response', names: { id: part.toolCallId }, texts: { response: part.output } };
    default:
      // Files are what nobody sends here: that there was one is told.
      return { type: part.type, texts: {} };
  }
}

/** As JSON; undefined where nothing is to be sent. All texts together have about the room of one: the short ones are whole. */
export function written(messages: readonly Message[], settings: ContentSettings): string | undefined {
  if (messages.length === 0 || settings.content === 'none') return undefined;
  const share = shareOf(
    messages.flatMap(({ parts }) => parts.flatMap(({ texts }) => Object.values(texts).map(lengthOf))),
    settings.contentLength,
  );
  const bounded = { ...settings, contentLength: share };
  const told = ({ type, names, texts }: Part) => ({
    type,
    ...names,
    ...Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, contentOf(value, bounded)])),
  });
  return JSON.stringify(messages.map(({ parts, ...message }) => ({ ...message, parts: parts.map(told) })));
}

/** The most that each of several texts may have, so that together they have no more than `room`, as far as `leastLength` lets them. */
function shareOf(lengths: readonly number[], room: number): number {
  let left = room;
  const ascending = [...lengths].sort((one, other) => one - other);
  for (const [index, length] of ascending.entries()) {
    const share = Math.floor(left / (ascending.length - index));
    if (length > share) return Math.max(leastLength, share);
    left -= length;
  }
  return room;
}

function lengthOf(value: unknown): number {
  return (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).length;
}
