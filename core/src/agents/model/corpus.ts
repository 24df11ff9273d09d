import type { RunState } from '../../run/state.ts';

/** Everything that a run has read and found, as text in which numbers, names and ids are looked up. */
export interface Corpus {
  /** Whether the word stands in it as a word of its own. Names are compared without regard to case. */
  has(word: string): boolean;
}

/** What is part of a word: of names, numbers, versions, images. */
const word = /[\p{L}\p{N}]+(?:[._:@/%-]+[\p{L}\p{N}]+)*%?/gu;

export function wordsOf(text: string): readonly string[] {
  return text.match(word) ?? [];
}

export function corpusOf({ evidence, findings }: RunState): Corpus {
  const known = new Set<string>();
  const add = (text: string) => {
    for (const found of wordsOf(text)) {
      known.add(found.toLowerCase());
      // The parts of `shop/checkout`, `10.0.0.1:8080` and `app=checkout` are words, too; those of a name are not.
      for (const part of found.split(/[/:@]/)) known.add(part.toLowerCase());
    }
  };
  const walk = (value: unknown): void => {
    if (typeof value === 'string') add(value);
    else if (typeof value === 'number' || typeof value === 'boolean') add(String(value));
    else if (typeof value === 'object' && value !== null) {
      for (const [name, item] of Object.entries(value)) {
        add(name);
        walk(item);
      }
    }
  };
  for (const { title, content } of evidence) {
    add(title);
    walk(content);
  }
  for (const { cause, object, summary, remedy, confidence } of findings) {
    const percent = Math.round(confidence * 100);
    walk([cause, object, summary, remedy?.description, percent, `${percent}%`]);
  }
  return { has: (text) => known.has(text.toLowerCase()) };
}
