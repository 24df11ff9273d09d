import type { Matcher, RE2JS } from 're2js';
import { messageOf } from '../../errors.ts';
import { Failure, ownProperty, Unknown } from '../expression/values.ts';
import { compilePattern } from '../condition/pattern.ts';
import type { CaptureDeclaration, RuleFact, TextConditions } from '../set/rule-set.ts';
import type { Outcome } from '../condition/verdict.ts';
import { type Capture, type Captures, parseCapture } from './capture.ts';
import { compilePhrase, normalizeText, type Phrase } from './phrase.ts';

/** Characters of a text that are looked at: a longer one is no command, and matches no phrase. */
const maximumTextLength = 4096;

interface TextMatch {
  readonly captures: Captures;
  /** Of the phrase that matched; 0 for a pattern. */
  readonly weight: number;
}

/** Takes arguments out of what a person wrote, from the field `text`. */
export interface TextMatcher {
  readonly description: string;
  /** Names that a template of the rule may use. */
  readonly captures: Readonly<Record<string, CaptureDeclaration>>;
  /** A text that matches says one of them, in its spoken form; absent where nothing is sure. */
  readonly keywords: readonly string[] | undefined;
  test(fact: RuleFact): Outcome;
  match(fact: RuleFact): TextMatch | undefined;
}

type Declarations = Readonly<Record<string, CaptureDeclaration>>;
type Report = (path: readonly string[], message: string, nextStep: string) => void;

export function compileTextMatcher(
  { phrases: written = [], pattern: raw, captures = {} }: Pick<TextConditions, 'phrases' | 'pattern' | 'captures'>,
  report: Report,
): TextMatcher {
  const phrases = written
    .map((text, index) => attempt(() => compilePhrase(text, captures), ['phrases', String(index)], report))
    .filter((phrase) => phrase !== undefined)
    .sort((a, b) => b.weight - a.weight);
  const pattern = raw === undefined ? undefined : attempt(() => compilePattern(raw), ['pattern'], report);
  // A group of a pattern that is not declared is a text.
  const groups = Object.keys(pattern?.namedGroups() ?? {}).map((name) => [name, { type: 'text' }] as const);
  const declared: Declarations = { ...Object.fromEntries(groups), ...captures };
  // A rule that fires is matched twice: for its verdict and for its captures.
  let last: { readonly text: unknown; readonly match: TextMatch | undefined } | undefined;
  const match = (fact: RuleFact) => {
    const text = ownProperty(fact, 'text');
    if (last === undefined || last.text !== text) last = { text, match: find(text, phrases, pattern, declared) };
    return last.match;
  };
  return {
    description: [
      ...written.map((text) => `text says "${text}"`),
      ...(raw === undefined ? [] : [`text matches ${raw}`]),
    ].join(' or '),
    captures: declared,
    keywords: raw === undefined ? phrases.flatMap(({ keywords }) => keywords) : undefined,
    match,
    test(fact) {
      const text = ownProperty(fact, 'text');
      if (text === undefined) return new Unknown('text');
      return typeof text === 'string' ? match(fact) !== undefined : new Failure('text is no text');
    },
  };
}

function attempt<T>(compile: () => T, path: readonly string[], report: Report): T | undefined {
  try {
    return compile();
  } catch (error) {
    report(path, messageOf(error), 'see "Rules from language" in docs/rules.md');
    return undefined;
  }
}

function find(
  text: unknown,
  phrases: readonly Phrase[],
  pattern: RE2JS | undefined,
  declared: Declarations,
): TextMatch | undefined {
  if (typeof text !== 'string' || text.length > maximumTextLength) return undefined;
  const normal = normalizeText(text);
  for (const phrase of phrases) {
    const captures = capturesIn(phrase.match(normal), declared);
    if (captures !== undefined) return { captures, weight: phrase.weight };
  }
  const matcher = pattern?.test(text) === true ? pattern.matcher(text) : undefined;
  const captures = capturesIn(matcher?.find() === true ? matcher : undefined, declared);
  return captures && { captures, weight: 0 };
}

/** Undefined without a match, or where a captured part is not of its declared type. */
function capturesIn(matcher: Matcher | undefined, declared: Declarations): Captures | undefined {
  if (matcher === undefined) return undefined;
  const captures: (readonly [string, Capture])[] = [];
  for (const [name, raw] of Object.entries(matcher.getNamedGroups())) {
    const declaration = Object.hasOwn(declared, name) ? declared[name] : undefined;
    if (raw === null || declaration === undefined) continue;
    const parsed = parseCapture(raw.trim(), declaration);
    if (parsed === undefined) return undefined;
    captures.push([name, parsed]);
  }
  return Object.fromEntries(captures);
}
