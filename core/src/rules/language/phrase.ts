import { RE2JS } from 're2js';
import { unknownName } from '../../errors.ts';
import type { CaptureDeclaration } from '../set/rule-set.ts';
import { patternOf } from './capture.ts';

export interface Phrase {
  readonly text: string;
  readonly pattern: RE2JS;
  /** How much of a sentence it fixes: the heavier of two phrases that match is meant. */
  readonly weight: number;
}

const article = 'the|a|an|my|our|your|this';
/** Between two words: space, with punctuation and articles. The text that is matched begins with a space. */
const gap = `[,;:]*\\s+(?:(?:${article})[,;:]*\\s+)*`;
const opening =
  `(?:${gap}(?:please|pls|hey|hi|hello|ok|okay|so|now|just|kindly|hexaops))*[.!]*` +
  `(?:${gap}(?:(?:can|could|would|will) (?:you|we)|i(?:'d| would) like (?:you )?to|i (?:want|need) (?:you )?to|we (?:want|need) to|let's|let us|help me|go ahead and))?` +
  `(?:${gap}(?:please|pls|just|kindly|now|also))*`;
const closing = `(?:${gap}(?:please|pls|thanks|thank you|now|right now|for me|asap|immediately))*[\\s.,;:!?]*`;

const token = /\{([^{}]*)\}|\(([^()]*)\)|\[([^[\]]*)\]|([^\s{}()[\]]+)|[{}()[\]]/g;

/**
 * Compiles `scale {workload} to {replicas} (replicas)`: words, captures in braces, optional parts in round brackets,
 * alternatives in square ones. It matches a whole sentence, whatever its case, punctuation, articles and politeness.
 * Throws a plain error that says what is wrong with it.
 */
export function compilePhrase(text: string, captures: Readonly<Record<string, CaptureDeclaration>>): Phrase {
  const { pattern, weight } = compileTokens(text, captures);
  if (weight < 100) throw new Error(`the phrase "${text}" has no word of its own: it would match everything`);
  const whole = `^${opening}${pattern}${closing}$`;
  return { text, weight, pattern: RE2JS.compile(whole, RE2JS.CASE_INSENSITIVE | RE2JS.DOTALL) };
}

function compileTokens(
  text: string,
  captures: Readonly<Record<string, CaptureDeclaration>>,
): { pattern: string; weight: number } {
  let pattern = '';
  let weight = 0;
  for (const [whole, capture, optional, alternatives, word] of text.matchAll(token)) {
    if (capture !== undefined) {
      const declaration = Object.hasOwn(captures, capture) ? captures[capture] : undefined;
      if (declaration === undefined) {
        const { message, nextStep } = unknownName('rules-invalid', 'capture', capture, Object.keys(captures));
        throw new Error(`${message}: ${nextStep}`);
      }
      pattern += `${gap}(?P<${capture}>${patternOf(declaration)})`;
      weight += 1;
    } else if (optional !== undefined) {
      pattern += `(?:${compileTokens(optional, captures).pattern})?`;
    } else if (alternatives !== undefined) {
      pattern += `${gap}(?:${alternatives.split('|').map(words).join('|')})`;
      weight += 100;
    } else if (word === undefined) {
      throw new Error(`the phrase "${text}" has a "${whole}" without its partner, or brackets in brackets`);
    } else if (!new RegExp(`^(?:${article})$`, 'i').test(word)) {
      pattern += `${gap}${words(word)}`;
      weight += 100;
    }
  }
  return { pattern, weight };
}

/** Literal words; the punctuation at their end is free. */
function words(text: string): string {
  return text
    .trim()
    .split(/\s+/)
    .map((word) => RE2JS.quote(word.replace(/[.,;:!?]+$/, '')))
    .join(gap);
}

/** The form in which phrases see a text: one line, plain quotes, a space before it. */
export function normalizeText(text: string): string {
  return ` ${text
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/\s+/g, ' ')
    .trim()}`;
}
