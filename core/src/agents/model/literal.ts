import type { Provenance } from '../../run/plan.ts';

/** Characters of one word: of names, of numbers, of paths to images. A word within a longer one was not written. */
const inWord = /[\p{L}\p{N}_.:@/-]/u;

/**
 * Whether every value in an argument stands in the person's own words, as a word or words of its own: `0` does not stand in
 * `checkout-0`, nor `checkout` in `stop-checkout-now`. True and false stand nowhere, nor does what is empty.
 */
export function standsIn(words: string, value: unknown): boolean {
  switch (typeof value) {
    case 'string':
      return value !== '' && hasWord(words, value);
    case 'number':
      return hasWord(words, String(value));
    case 'object': {
      const leaves = value === null ? [] : Object.entries(value);
      const names = Array.isArray(value) ? [] : leaves.map(([name]) => name);
      return (
        leaves.length > 0 &&
        names.every((name) => hasWord(words, name)) &&
        leaves.every(([, leaf]) => standsIn(words, leaf))
      );
    }
    default:
      return false;
  }
}

function hasWord(words: string, word: string): boolean {
  for (let at = words.indexOf(word); at !== -1; at = words.indexOf(word, at + 1)) {
    const before = words.slice(0, at);
    const after = words.slice(at + word.length);
    // A sign that ends a sentence or a clause belongs to no word.
    if (!inWord.test(lastOf(before)) && !inWord.test(firstOf(after.replace(/^[.:,]+(?=\s|$)/u, '')))) return true;
  }
  return false;
}

function lastOf(text: string): string {
  return Array.from(text.slice(-2)).at(-1) ?? '';
}

function firstOf(text: string): string {
  return Array.from(text.slice(0, 2))[0] ?? '';
}

/** Where an argument that a model has written comes from, for the guard and for the person who approves. */
export function provenanceOf(model: string, words: string, value: unknown, tainted: boolean): Provenance {
  if (tainted) return { taint: 'untrusted', origin: `model ${model}, which has seen earlier answers` };
  if (!standsIn(words, value)) return { taint: 'untrusted', origin: `model ${model}, not in your words` };
  const quoted = typeof value === 'string' || typeof value === 'number' ? ` "${String(value).slice(0, 80)}"` : '';
  return { taint: 'caller', origin: `you wrote${quoted}, taken up by model ${model}` };
}
