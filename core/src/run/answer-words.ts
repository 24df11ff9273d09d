import type { AnswerWords } from './events.ts';

/** What whoever has been shown one text is told of another: what stays of the first, and what follows that. */
export function replacement(shown: string, words: string): Pick<AnswerWords, 'at' | 'text'> {
  const at = words.startsWith(shown) ? shown.length : sharedLength(shown, words);
  return { at, text: words.slice(at) };
}

/** Never half a pair of surrogates: each piece is well-formed for itself. */
function sharedLength(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return /[\ud800-\udbff]/.test(one[length - 1] ?? '') ? length - 1 : length;
}

/** What is shown after a piece. */
export function shownAfter(shown: string, { at, text }: Pick<AnswerWords, 'at' | 'text'>): string {
  return shown.slice(0, at) + text;
}
