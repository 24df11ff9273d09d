import { monthOf, unitAt, unitsIn } from './claims/numbers.ts';
import { normalized, type PlacedWord, placedWords } from './claims/words.ts';
import type { Corpus } from './corpus.ts';

/** Of a time, what may stand without the rest. */
const time = /^(\d{4}-(\d\d)-(\d\d))(?:t((\d\d:\d\d)(?::\d\d)?))?/;

/** `OOMKilled` says `OOM`, and that something was killed. Names with a digit or a sign say nothing but themselves. */
const joinedWords = /^\p{L}{3,64}$/u;
const inner = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;

type Cell = string | number | boolean | null;

/** What stands together. Its words are looked at once somebody asks for them. */
interface Place {
  readonly values: readonly Cell[];
  words?: ReadonlySet<string>;
}

function wordsAt({ values }: Place): ReadonlySet<string> {
  const words = values.flatMap((value) => placedWords(normalized(String(value))).map(({ word }) => word.toLowerCase()));
  return new Set(words.flatMap((word) => [word, ...partsOf(word)]));
}

/** The parts of `shop/checkout`, `10.0.0.1:8080`, `app=checkout` and `80,443` are words, too; those of a name or a time are not. */
function partsOf(word: string): readonly string[] {
  return /[/:@,]/.test(word) && !clock.test(word) ? word.split(/[/:@,]/) : [];
}

const clock = /^(?:\d{4}-\d\d-\d\dt)?\d{1,2}:\d\d(?::\d\d)?(?!\d)/;

/** The words that were read, and where they stood together. */
export class KnownWords implements Corpus {
  readonly #words = new Set<string>();
  /** Of names of columns and properties. */
  readonly #units = new Map<string, readonly string[]>();
  readonly #dates = new Set<string>();
  readonly #places: Place[] = [];

  has(word: string): boolean {
    return this.#words.has(normalized(word).toLowerCase());
  }

  hasDate(month: number, day: number): boolean {
    return this.#dates.has(`${month}-${day}`);
  }

  together(first: string, second: string): boolean {
    const [one, other] = [first.toLowerCase(), second.toLowerCase()];
    if (!this.has(one) || !this.has(other)) return false;
    return this.#places.some((place) => {
      const words = (place.words ??= wordsAt(place));
      return words.has(one) && words.has(other);
    });
  }

  /** What stands together. */
  add(text: string): void {
    this.#places.push({ values: [text] });
    this.#read(text);
  }

  addRow(row: readonly Cell[], columns: readonly string[]): void {
    this.#places.push({ values: row });
    for (const [index, cell] of row.entries()) this.#read(String(cell ?? ''), this.#unitsIn(columns[index] ?? ''));
  }

  /** The names of its properties, too; the places of a list are nobody's words. */
  addValue(value: unknown): void {
    const texts: string[] = [];
    const walk = (item: unknown, units: readonly string[]): void => {
      if (Array.isArray(item)) for (const each of item) walk(each, units);
      else if (typeof item === 'object' && item !== null) {
        for (const [name, inner] of Object.entries(item)) {
          walk(name, []);
          walk(inner, this.#unitsIn(name));
        }
      } else if (typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean') {
        texts.push(String(item));
        this.#read(String(item), units);
      }
    };
    walk(value, []);
    this.#places.push({ values: texts });
  }

  /** `units`: of the numbers in it. */
  #read(raw: string, units: readonly string[] = []): void {
    const text = normalized(raw);
    let [number, month]: [string | undefined, number | undefined] = [undefined, undefined];
    let before: PlacedWord | undefined;
    for (const { word, index } of placedWords(text)) {
      const lower = word.toLowerCase();
      this.#addWord(lower);
      if (word !== lower && joinedWords.test(word))
        for (const part of word.split(inner)) this.#addWord(part.toLowerCase());
      const isNumber = /^-?\d+(?:\.\d+)?$/.test(lower);
      const said = isNumber ? undefined : monthOf(lower);
      if (month !== undefined && isNumber) this.#dates.add(`${month}-${Number(lower)}`);
      if (said !== undefined && number !== undefined) this.#dates.add(`${said}-${Number(number)}`);
      month = said;
      number = isNumber ? lower : undefined;
      if (number !== undefined) {
        this.#addMeasured(number, units);
        if (isValueOf(before, text, index)) this.#addMeasured(number, this.#unitsIn(before.word));
        const end = index + word.length;
        const from = text[end] === ' ' ? end + 1 : end;
        if (/[%\p{L}]/u.test(text[from] ?? '')) this.#addMeasured(number, unitAt(text.slice(from, from + 24)) ?? []);
      }
      before = { word, index };
    }
  }

  #addWord(lower: string): void {
    if (this.#words.has(lower)) return;
    this.#words.add(lower);
    for (const part of partsOf(lower)) this.#words.add(part);
    // What may have been a sign was perhaps a line.
    if (lower.startsWith('-')) this.#words.add(lower.slice(1));
    const [, date, month, day, ...times] = time.exec(lower) ?? [];
    if (date === undefined) return;
    for (const part of [date, date.slice(0, 4), ...times]) if (part !== undefined) this.#words.add(part);
    this.#dates.add(`${Number(month)}-${Number(day)}`);
  }

  /** `512 MiB` is 512 of this, and says nothing of other numbers. */
  #addMeasured(number: string, units: readonly string[]): void {
    for (const name of units) this.#words.add(`${number}${name}`);
  }

  #unitsIn(name: string): readonly string[] {
    let units = this.#units.get(name);
    if (units === undefined) this.#units.set(name, (units = unitsIn(name)));
    return units;
  }
}

/** `took_ms=420`, `"took_ms": 420` */
function isValueOf(name: PlacedWord | undefined, text: string, index: number): name is PlacedWord {
  return name !== undefined && /^["']?\s?[=:]\s?["']?$/.test(text.slice(name.index + name.word.length, index));
}
