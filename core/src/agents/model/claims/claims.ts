import type { Corpus } from '../corpus.ts';
import { isKind, standsByKind } from './beside-kinds.ts';
import { formsOf, isShare, monthOf, numbersSaid, unitAt } from './numbers.ts';
import { isPlainWord } from './plain-words.ts';
import { mainScript, mixesScripts, normalized, type PlacedWord, placedWords, type Script, scriptsOf } from './words.ts';

/** Something that a sentence says and evidence has to bear out. */
export interface Claim {
  /** The word as it is written, in one way of writing it. */
  readonly word: string;
  /**
   * It can be nothing but a number, a name or an id: it has a digit, a sign that no language has within its words, capitals
   * within, or stands alone between quotes. Any other may be a plain word, which nobody can tell without knowing the language.
   */
  readonly isCertain: boolean;
  readonly holds: (corpus: Corpus) => boolean;
}

/** A sentence that has one of these is English, in which a capital within a sentence begins a name. */
const english = /\b(?:the|are|has|have|been|because|with|its)\b/i;

/** Two words for one sign. */
const percent = /\bp(?:er|our|or) c(?:ent|iento|ento)\b/gi;
/** `the 30-second timeout`, `420ms` */
const joinedUnit = /(?<![\p{L}\p{N}.,_:@/%-])(\d+(?:[.,]\d+)*)-?(?=([A-Za-z]+)(?![A-Za-z\d_:@/-]))/gu;
/** As French groups digits: `1 200`. */
const spacedNumber = /(?<![\p{L}\p{N}.,_:@/%-])\d{1,3}(?: \d{3})+(?![\p{L}\p{N}_:@/%-])/gu;
/** `aren't`, `can’t` */
const contraction = /(?<!\p{L})\p{L}{1,8}n['’]t(?!\p{L})/gu;

/** The sentence in one way of writing it. */
function plainly(sentence: string): string {
  const text = normalized(sentence).replaceAll(percent, '%').replaceAll(contraction, 'not');
  if (!/\d/.test(text)) return text;
  return text
    .replaceAll(spacedNumber, (number) => number.replaceAll(' ', ''))
    .replaceAll(joinedUnit, (all, number: string, unit: string) => (unitAt(unit) === undefined ? all : `${number} `));
}

/**
 * What in a sentence must stand in the evidence: numbers, names, ids, whatever is quoted or set apart as such. `isKnown` says
 * of a word whether it stands there as it is: then it needs no closer look.
 */
export function claimsOf(sentence: string, isKnown: (word: string) => boolean = () => false): readonly Claim[] {
  const text = plainly(sentence);
  const placed = placedWords(text);
  const words = placed.map(({ word }) => word);
  const isQuoted = quotes.test(text);
  const unquoted = isQuoted ? placedWords(text.replaceAll(quotation, ' ')).map(({ word }) => word) : words;
  let language: { readonly script: Script | undefined; readonly capitals: boolean } | undefined;
  const languageOf = () => {
    const script = mainScript(unquoted.filter((each) => !isKind(each)));
    return { script, capitals: script === 'latin' && english.test(text) };
  };
  const standing = placed.flatMap((each, index): readonly Claim[] => {
    const { word } = each;
    const numbers = numbersIn(text, each, placed[index - 1], placed[index + 1]);
    if (numbers.length > 0) return numbers;
    if (isKnown(word)) return [];
    // The unit of a number is told with it.
    if (/\d$/.test(words[index - 1] ?? '') && unitAt(word) !== undefined) return [];
    if (isNoPlainWord(word)) return [named(word, true)];
    const { script, capitals } = (language ??= languageOf());
    const mayBeName =
      isShare(word) ||
      (/^\p{Lu}{2}/u.test(word) && !isPlainWord(word)) ||
      (/^[A-Za-z]+-[A-Za-z-]+$/.test(word) && !isPlainWord(word)) ||
      (script !== undefined && isForeign(word, script)) ||
      standsByKind(words, index, text) ||
      (capitals && isCapital(text, each));
    return mayBeName ? [named(word, false)] : [];
  });
  return [...standing, ...(isQuoted ? quotedIn(text) : []), ...sharesIn(words)];
}

function named(word: string, isCertain: boolean): Claim {
  // One of a plain word is several of it.
  const forms = isCertain ? [word] : [word, `${word}s`, word.replace(/s$/, '')];
  return { word, isCertain, holds: (corpus) => forms.some((form) => stands(corpus, form)) };
}

function stands(corpus: Corpus, word: string): boolean {
  if (formsOf(word).some((form) => corpus.has(form))) return true;
  // `shop/checkout` is borne out by a row that has both.
  const [first = '', second = '', ...more] = word.split('/');
  if (more.length === 0 && second !== '') return corpus.together(first, second);
  // Names of objects are small letters: a word such as `Checkout-Pod` is put together of others.
  return (
    /^[\p{L}\p{M}]+(?:-[\p{L}\p{M}]+)+$/u.test(word) &&
    /[^a-z-]/.test(word) &&
    word.split('-').every((part) => isKind(part) || isPlainWord(part) || corpus.has(part))
  );
}

/** The numbers that a word says, with the unit or the month that stands beside it. */
function numbersIn(
  text: string,
  { word, index }: PlacedWord,
  before: PlacedWord | undefined,
  after: PlacedWord | undefined,
): readonly Claim[] {
  const isWritten = /^-?\d[\d.,']*%?$/.test(word);
  const numbers = isWritten ? [word.replace(/%$/, '')] : numbersSaid(word);
  const end = index + word.length;
  return numbers.map((number) => {
    // Without spaces the word is half the sentence.
    const said = isWritten || scriptsOf(word).has('latin') ? word : number;
    const claim = (holds: Claim['holds']): Claim => ({ word: said, isCertain: isWritten, holds });
    const month = monthOf(before?.word ?? '') ?? monthOf(after?.word ?? '');
    if (isWritten && month !== undefined && /^\d{1,2}$/.test(number))
      return claim((corpus) => corpus.hasDate(month, Number(number)));
    const forms = [...formsOf(number), ...(isWritten ? [] : [word])];
    const names = word.endsWith('%') ? unitAt('%') : unitAt(text.slice(end, end + 24).replace(/^ /, ''));
    if (names === undefined) return claim((corpus) => forms.some((form) => corpus.has(form)));
    return claim((corpus) => forms.some((form) => names.some((name) => corpus.has(`${form}${name}`))));
  });
}

/** `3 of 5`: both, of the same. */
function sharesIn(words: readonly string[]): readonly Claim[] {
  return words.flatMap((word, index): Claim[] => {
    if (!/^\d+$/.test(word)) return [];
    const rest = words.slice(index + 1, index + 4).join(' ');
    const whole = /^(?:of|out of|von|sur|de) (\d+)(?= |$)/i.exec(rest)?.[1];
    if (whole === undefined) return [];
    const share = `${word}/${whole}`;
    return [{ word: share, isCertain: true, holds: (corpus) => corpus.has(share) || corpus.together(word, whole) }];
  });
}

/** Without one of these nothing is quoted or set apart. */
const quotes = /[`"“„«「『'‘*_]/u;
const quotation = /[`"“„«「『]([^`"”“„«»」』]{1,253})[`"”“»」』]/gu;
/** Within a word they are no quotes: `the pod’s`, `l’état d’un pod`, `latency_ms`. */
const shortQuotation = /(?<![\p{L}\p{N}])['‘*_]{1,2}([^\s'’*_]{1,253})['’*_]/gu;

/** What is quoted or set apart: one word is a name, of several some may be told in other words. */
function quotedIn(text: string): readonly Claim[] {
  return [...text.matchAll(quotation), ...text.matchAll(shortQuotation)].flatMap(([all, quoted = '']) => {
    const words = placedWords(quoted).map(({ word }) => word);
    const [first = ''] = words;
    // For emphasis plain words are set apart, too.
    const isEmphasis = /^[*_]/.test(all);
    if (words.length === 0 || (isEmphasis && words.every(isPlainWord))) return [];
    if (words.length === 1) return [named(first, !isEmphasis && !/\P{ASCII}/u.test(first))];
    return [{ word: quoted, isCertain: false, holds: (corpus) => words.every((word) => stands(corpus, word)) }];
  });
}

/** It has a digit, a sign within that no language has, a capital behind a small letter, letters of several scripts, or is hexadecimal. */
function isNoPlainWord(word: string): boolean {
  if (/\p{N}|[_:@]|\p{Ll}\p{Lu}|^[a-f]{8,}$/u.test(word) || mixesScripts(word)) return true;
  return (word.includes('.') && !abbreviation.test(word)) || (word.includes('/') && !isPlainWord(word));
}

/** `e.g`, `z.B` */
const abbreviation = /^\p{L}(?:\.\p{L})+$/u;

/** A name in letters that the rest of the sentence is not in. */
function isForeign(word: string, script: string): boolean {
  const own = scriptsOf(word);
  const isOwn = own.size === 0 || own.has(script as never) || (script === 'kana' && own.has('han'));
  return !isOwn && !(own.has('latin') && (isKind(word) || isPlainWord(word)));
}

/** A capital that neither begins the sentence nor what is set apart in it. */
function isCapital(text: string, { word, index }: PlacedWord): boolean {
  if (!/^\p{Lu}\p{Ll}/u.test(word) || index === 0) return false;
  if (isKind(word) || isPlainWord(word) || monthOf(word) !== undefined) return false;
  return /[\p{L}\p{N},;)\]]\s+$/u.test(text.slice(Math.max(0, index - 8), index));
}
