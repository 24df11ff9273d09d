import { keyOfObject } from './object-key.ts';
import { explainsFrom, type Rankable } from './rank.ts';

type Shown = Rankable & { readonly evidence: readonly { readonly text: string }[] };

/**
 * Without the guesses that say again, less surely, what is already explained: a finding too uncertain to explain anything,
 * all of whose evidence also shows another cause of the same object that is certain enough to.
 */
export function withoutGuesses<F extends Shown>(findings: readonly F[]): readonly F[] {
  const explained = new Map<string, Set<string>>();
  for (const { object, confidence, evidence } of findings) {
    if (confidence < explainsFrom) continue;
    const texts = explained.get(keyOfObject(object)) ?? new Set<string>();
    for (const { text } of evidence) texts.add(text);
    explained.set(keyOfObject(object), texts);
  }
  return findings.filter(({ object, confidence, evidence }) => {
    const texts = explained.get(keyOfObject(object));
    return confidence >= explainsFrom || evidence.length === 0 || !evidence.every(({ text }) => texts?.has(text));
  });
}
