import { type Matcher, RE2JS } from 're2js';
import { unknownName } from '../../errors.ts';
import type { CaptureDeclaration } from '../set/rule-set.ts';
import { patternOf } from './capture.ts';
import { withoutDecoration } from './decoration.ts';

export interface Phrase {
  readonly text: string;
  /** How much of a sentence it fixes: the heavier of two phrases that match is meant. */
  readonly weight: number;
  /** In their spoken form: a text that the phrase matches says one of them. */
  readonly keywords: readonly string[];
  /** The match in a text in its normal form, with the phrase's captures as named groups. */
  match(normal: NormalText): Matcher | undefined;
}

/** The form in which phrases see a text: one line, plain quotes, no decoration, a space before it. */
export interface NormalText {
  readonly text: string;
  readonly lowerCase: string;
}

const article = 'the|a|an|my|our|your|this';
const isArticle = new RegExp(`^(?:${article})$`, 'i');
/** Between two words: space, with punctuation and articles. The text that is matched begins with a space. */
const gap = `[,;:]*\\s+(?:(?:${article})[,;:]*\\s+)*`;
const opening =
  `(?:${gap}(?:please|pls|hey|hi|hello|ok|okay|so|now|just|kindly|hexaops)[.!]*)*` +
  `(?:${gap}(?:(?:can|could|would|will) (?:you|we)|i(?:'d| would) like (?:you )?to|i (?:want|need) (?:you )?to|we (?:want|need) to|let's|let us|help me|go ahead and))?` +
  `(?:${gap}(?:please|pls|just|kindly|now|also))*`;
const closing =
  `(?:[.!?]*${gap}(?:please|pls|thanks|thank you|now|right now|for me|asap|immediately))*` +
  `(?:[.,;:!?]+\\s+(?:(?:please|pls) )?help(?: me| us)?(?: (?:please|pls))?)?[\\s.,;:!?]*`;

const token = /\{([^{}]*)\}|\(([^()]*)\)|\[([^[\]]*)\]|([^\s{}()[\]]+)|[{}()[\]]/g;

/**
 * Compiles `scale {workload} to {replicas} (replicas)`: words, captures in braces, optional parts in round brackets,
 * alternatives in square ones. It matches a whole sentence, whatever its case, punctuation, articles and politeness.
 * Throws a plain error that says what is wrong with it.
 */
export function compilePhrase(text: string, captures: Captures): Phrase {
  const { pattern, required, names } = compileTokens(text, captures);
  if (required.length === 0) throw new Error(`the phrase "${text}" has no word of its own: it would match everything`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`the phrase "${text}" has the capture "${twice}" twice`);
  // Of many phrases few share their words with a text: only those are ever compiled to RE2.
  let compiled: RE2JS | undefined;
  return {
    text,
    weight: required.length * 100 + names.length,
    keywords: required.reduce((a, b) => (shortest(b) > shortest(a) ? b : a)).map(foldLongS),
    match({ text: normal, lowerCase }) {
      if (!required.every((words) => words.some((word) => lowerCase.includes(word)))) return undefined;
      compiled ??= RE2JS.compile(`^${opening}${pattern}${closing}$`, RE2JS.CASE_INSENSITIVE | RE2JS.DOTALL);
      if (!compiled.test(normal)) return undefined;
      const matcher = compiled.matcher(normal);
      return matcher.find() ? matcher : undefined;
    },
  };
}

type Captures = Readonly<Record<string, CaptureDeclaration>>;

interface Tokens {
  readonly pattern: string;
  /** For each word outside of optional parts, the spellings of which a text has one. */
  readonly required: readonly (readonly string[])[];
  readonly names: readonly string[];
}

function compileTokens(text: string, captures: Captures): Tokens {
  let pattern = '';
  const required: (readonly string[])[] = [];
  const names: string[] = [];
  for (const [whole, capture, optional, alternatives, word] of text.matchAll(token)) {
    if (capture !== undefined) {
      pattern += `${gap}(?P<${capture}>${patternOf(declarationOf(capture, captures))})`;
      names.push(capture);
    } else if (optional !== undefined) {
      const inner = compileTokens(optional, captures);
      pattern += `(?:${inner.pattern})?`;
      names.push(...inner.names);
    } else if (alternatives !== undefined) {
      const options = alternatives.split('|').map(wordsOf);
      if (options.some((words) => words.length === 0)) throw new Error(`the phrase "${text}" has an empty alternative`);
      pattern += `${gap}(?:${options.map(sequence).join('|')})`;
      required.push(options.map(([first = '']) => first.toLowerCase()));
    } else if (word === undefined) {
      throw new Error(`the phrase "${text}" has a "${whole}" without its partner, or brackets in brackets`);
    } else {
      const words = wordsOf(word);
      if (words.length === 0) continue;
      pattern += `${gap}${sequence(words)}`;
      required.push(...words.map((part) => [part.toLowerCase()]));
    }
  }
  return { pattern, required, names };
}

function declarationOf(name: string, captures: Captures): CaptureDeclaration {
  const declaration = Object.hasOwn(captures, name) ? captures[name] : undefined;
  if (declaration !== undefined) return declaration;
  const { message, nextStep } = unknownName('rules-invalid', 'capture', name, Object.keys(captures));
  throw new Error(`${message}: ${nextStep}`);
}

/** The words of a text without articles; the punctuation at their end is free. */
function wordsOf(text: string): readonly string[] {
  return text
    .split(/\s+/)
    .map((word) => word.replace(/[.,;:!?]+$/, ''))
    .filter((word) => word !== '' && !isArticle.test(word));
}

function sequence(words: readonly string[]): string {
  return words.map((word) => RE2JS.quote(word)).join(gap);
}

function shortest(words: readonly string[]): number {
  return Math.min(...words.map(({ length }) => length));
}

/** The form in which keywords are looked for: what differs only in case, in spaces or in quotes is one. */
export function spokenForm(text: string): string {
  return foldLongS(normalizeText(text).lowerCase);
}

/** For a pattern that ignores case, the long s is an s; it is not an upper-case letter. */
function foldLongS(lowerCase: string): string {
  return lowerCase.replaceAll('\u017f', 's');
}

export function normalizeText(written: string): NormalText {
  const plain = withoutDecoration(
    written
      .replace(/[\u2018-\u201b]/g, "'")
      .replace(/[\u201c-\u201f\u00ab\u00bb]/g, '"')
      .replaceAll('\u2026', '...'),
  );
  return { text: ` ${plain}`, lowerCase: plain.toLowerCase() };
}
