import type { LanguageModelV4Prompt } from '@ai-sdk/provider';
import { createSpotlight } from './spotlight.ts';
import { estimateTokens, fitTokens } from './tokens.ts';

/** A part of a prompt, by who has written it. Nothing that others may have written gets into a prompt any other way. */
export type PromptPart =
  /** This project, the operator, or a plugin in its description of a tool. */
  | { readonly from: 'us'; readonly text: string }
  /** The person, in this run. */
  | { readonly from: 'person'; readonly text: string }
  /** Evidence, findings, errors, earlier answers, object names. */
  | { readonly from: 'others'; readonly label: string; readonly text: string };

/** Tokens that are kept for each part's frame. */
const frame = 40;
/** Of the prompt, at most so much is the person's message. */
const personShare = 0.4;

/**
 * A prompt of at most about so many tokens: what is ours is kept whole, the person's message is cut at its end, and what
 * others wrote shares what is left, evenly, what one part does not need going to the next.
 */
export function assemblePrompt(
  instructions: string,
  parts: readonly PromptPart[],
  maximumTokens: number,
): LanguageModelV4Prompt {
  const spotlight = createSpotlight();
  const hasOthers = parts.some(({ from }) => from === 'others');
  const system = hasOthers ? `${instructions}\n\n${spotlight.explanation}` : instructions;
  const ours = parts.filter(({ from }) => from === 'us').map(({ text }) => text);
  let left = maximumTokens - estimateTokens([system, ...ours].join('\n')) - frame * parts.length;
  const person = (text: string) => {
    const cut = fitTokens(text, Math.max(0, Math.min(left, Math.floor(maximumTokens * personShare))));
    left -= estimateTokens(cut);
    return cut;
  };
  const messages = parts.map((part) => (part.from === 'person' ? person(part.text) : part.text));
  let waiting = parts.filter(({ from }) => from === 'others').length;
  const written = parts.map((part, index) => {
    const text = messages[index] ?? '';
    if (part.from === 'us') return text;
    if (part.from === 'person') return `The person wrote:\n"""\n${text}\n"""`;
    const marked = spotlight.mark(part.label, text);
    const cut = fitTokens(marked, Math.max(0, Math.floor(left / waiting)));
    waiting -= 1;
    left -= estimateTokens(cut);
    return cut === marked ? marked : `${cut}\n[end ${spotlight.marker}]`;
  });
  return [
    { role: 'system', content: system },
    { role: 'user', content: [{ type: 'text', text: written.join('\n\n') }] },
  ];
}
