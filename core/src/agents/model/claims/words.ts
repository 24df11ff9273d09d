/** Scripts that put no spaces between words, or join endings to names: what is of them is a word apart from what is not. */
const joined = String.raw`[[\p{L}\p{M}\p{Nl}]&&[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]]`;
const letter = String.raw`[[\p{L}\p{M}\p{N}]--${joined}]`;
/** What stands within names, numbers, versions, images, and commas within numbers. */
const within = String.raw`(?:[._:@\/%\-]+|(?<=\d)[,'](?=\d))`;
/** Before a number that is less than nothing: of what is part of a name it is no sign. */
const minus = String.raw`(?:(?<![\p{L}\p{M}\p{N}._:@\/%,\-])-(?=\d))?`;
const word = new RegExp(`${joined}+|${minus}${letter}+(?:${within}${letter}+)*%?`, 'gv');
/** The same of ASCII, of which most of what is read is. */
const asciiWord = /(?:(?<![\w.:@/%,-])-(?=\d))?[A-Za-z\d]+(?:(?:[._:@/%-]+|(?<=\d)[,'](?=\d))[A-Za-z\d]+)*%?/g;
// oxlint-disable-next-line no-control-regex
const ascii = /^[\0-\x7f]*$/;

export interface PlacedWord {
  readonly word: string;
  readonly index: number;
}

/** The words of a text that was normalized. */
export function placedWords(text: string): readonly PlacedWord[] {
  const found: PlacedWord[] = [];
  const pattern = ascii.test(text) ? asciiWord : word;
  // `matchAll` would make a pattern of its own for each text.
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text))
    found.push({ word: match[0], index: match.index });
  return found;
}

/**
 * The text in one way of writing it: digits of every script are 0 to 9, wide letters are narrow, letters with their accents
 * are one. Letters of different scripts that look alike stay different.
 */
export function normalized(text: string): string {
  if (ascii.test(text)) return text;
  return text
    .replaceAll('…', ' ')
    .normalize('NFKC')
    .replaceAll('\u{2212}', '-')
    .replaceAll(/[\p{Nd}--[0-9]]/gv, (digit) => String(valueOf(digit.codePointAt(0) ?? 0)));
}

const digits = /^\p{Nd}$/u;

/** Unicode has the ten digits of each script in a row. */
function valueOf(digit: number): number {
  let before = 0;
  while (digits.test(String.fromCodePoint(digit - before - 1))) before += 1;
  return before % 10;
}

const scripts = [
  ['latin', /\p{sc=Latin}/u],
  ['cyrillic', /\p{sc=Cyrillic}/u],
  ['greek', /\p{sc=Greek}/u],
  ['arabic', /\p{sc=Arabic}/u],
  ['hebrew', /\p{sc=Hebrew}/u],
  ['kana', /[\p{sc=Hiragana}\p{sc=Katakana}]/u],
  ['han', /\p{sc=Han}/u],
  ['hangul', /\p{sc=Hangul}/u],
  ['thai', /\p{sc=Thai}/u],
] as const;

export type Script = (typeof scripts)[number][0] | 'other';

const latin: ReadonlySet<Script> = new Set(['latin'] as const);
const none: ReadonlySet<Script> = new Set();

/** The scripts of a word's letters. */
export function scriptsOf(text: string): ReadonlySet<Script> {
  if (ascii.test(text)) return /[A-Za-z]/.test(text) ? latin : none;
  const found = new Set<Script>();
  for (const each of text.match(/[[\p{L}]--[\p{sc=Common}\p{sc=Inherited}]]/gv) ?? [])
    found.add(scripts.find(([, letters]) => letters.test(each))?.[0] ?? 'other');
  return found;
}

/** Kana and the Chinese signs between them are one way of writing. */
function familyOf(found: ReadonlySet<Script>): Script | undefined {
  if (found.has('kana')) return 'kana';
  if (found.has('hangul')) return 'hangul';
  return found.size === 1 ? [...found][0] : undefined;
}

/** Whether letters of different scripts are in one word, as in a name that looks like another. */
export function mixesScripts(text: string): boolean {
  return scriptsOf(text).size > 1 && familyOf(scriptsOf(text)) === undefined;
}

/** A letter of these says as much as several of others. */
const weights: Partial<Record<Script, number>> = { kana: 3, han: 3, hangul: 3, thai: 2 };

/** The script that most of a text is in; numbers, and names with signs within, are the same in every language. */
export function mainScript(words: readonly string[]): Script | undefined {
  const letters = new Map<Script, number>();
  for (const each of words) {
    if (!/^[\p{L}\p{M}]+$/u.test(each)) continue;
    const script = familyOf(scriptsOf(each));
    if (script !== undefined) letters.set(script, (letters.get(script) ?? 0) + each.length * (weights[script] ?? 1));
  }
  // Of Japanese some words are of Chinese signs alone.
  if (letters.has('kana')) {
    letters.set('kana', (letters.get('kana') ?? 0) + (letters.get('han') ?? 0));
    letters.delete('han');
  }
  return [...letters].toSorted(([, one], [, other]) => other - one)[0]?.[0];
}
