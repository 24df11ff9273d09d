import type { RunContext } from '../../run/run-context.ts';
import type { WordCheck } from './check-words.ts';

export interface Saying {
  /** What the answer says before the model's words: known, and the same however these turn out. */
  readonly opening: string;
  /** A check of nothing yet. */
  check(): WordCheck;
  /** Whether words may stand as an answer. Once they may, so may all that begin with them. */
  accepts(words: string): boolean;
}

/**
 * Says a model's words while they are made, to those who follow the run: no sentence before it has been checked, and none at
 * all before the words may stand. Undefined where a tap has the last word: what it leaves of them is not known before.
 */
export function sayWords({ parts, journal }: RunContext, saying: Saying): (() => (text: string) => void) | undefined {
  if (parts.hooks.answer.isUsed()) return undefined;
  return () => {
    const check = saying.check();
    journal.say('');
    return (text) => {
      const words = check.read(text);
      if (words !== '' && saying.accepts(words)) journal.say(`${saying.opening}${words}`);
    };
  };
}
