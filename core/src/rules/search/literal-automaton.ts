import { growTrie } from './trie.ts';

/** Called with the number of a literal, and where in the text it starts and ends. */
export type ReportLiteral = (literal: number, start: number, end: number) => void;

/** Up to this size the automaton has a table of all its steps. */
const largestTable = 2 ** 16;

/**
 * Finds every occurrence of many literals in one pass over a text (Aho and Corasick, 1975). The children of a state
 * stand side by side, sorted by their class; a state costs a few numbers, whatever the alphabet. The literals are not
 * empty, and differ.
 */
export class LiteralAutomaton {
  readonly #lengths: readonly number[];
  readonly #classes = new CharacterClasses();
  /** Of each state: its first child, with one entry more at the end; the class that leads to it. */
  readonly #firstChild: Int32Array;
  readonly #class: Uint16Array;
  /** Of the root: the child that each class leads to. */
  readonly #fromRoot: Int32Array;
  /** The state of its longest proper suffix. */
  readonly #suffix: Int32Array;
  /** Its literal, or -1. */
  readonly #literal: Int32Array;
  /** The next state among itself and its suffixes, and among its proper suffixes, that has a literal; 0 for none. */
  readonly #reports: Int32Array;
  readonly #reportsNext: Int32Array;
  /** For each state and class the next state; absent where that would be too much. */
  readonly #steps: Uint16Array | undefined;

  constructor(literals: readonly string[]) {
    this.#lengths = literals.map(({ length }) => length);
    const states = growTrie(literals.map((text) => this.#classes.add(text)));
    const count = states.length;
    const classes = this.#classes.count;
    this.#firstChild = new Int32Array(count + 1);
    this.#class = new Uint16Array(count);
    this.#fromRoot = new Int32Array(classes);
    this.#suffix = new Int32Array(count);
    this.#literal = Int32Array.from(states, ({ literal }) => literal);
    this.#reports = new Int32Array(count);
    this.#reportsNext = new Int32Array(count);
    let next = 1;
    for (const { state, children } of states) {
      this.#firstChild[state] = next;
      next += children.length;
      for (const [symbol, child] of children) {
        this.#class[child] = symbol;
        if (state === 0) this.#fromRoot[symbol] = child;
      }
    }
    this.#firstChild[count] = next;
    for (const { state, children } of states) {
      const suffix = this.#suffix[state] as number;
      const after = this.#reports[suffix] as number;
      this.#reportsNext[state] = after;
      this.#reports[state] = this.#literal[state] === -1 ? after : state;
      for (const [symbol, child] of children) this.#suffix[child] = state === 0 ? 0 : this.#step(suffix, symbol);
    }
    if (count * classes <= largestTable) {
      this.#steps = Uint16Array.from({ length: count * classes }, (_, cell) =>
        this.#step(Math.floor(cell / classes), cell % classes),
      );
    }
  }

  search(text: string, report: ReportLiteral): void {
    const classes = this.#classes;
    const { count: width, ofAscii } = classes;
    const steps = this.#steps;
    const reports = this.#reports;
    const { length } = text;
    let state = 0;
    for (let index = 0; index < length; index++) {
      const character = text.charCodeAt(index);
      const symbol = character < 128 ? (ofAscii[character] as number) : classes.of(character);
      state = steps === undefined ? this.#step(state, symbol) : (steps[state * width + symbol] as number);
      if (reports[state] !== 0) this.#reportAt(reports[state] as number, index + 1, report);
    }
  }

  #reportAt(state: number, end: number, report: ReportLiteral): void {
    for (let reporting = state; reporting !== 0; reporting = this.#reportsNext[reporting] as number) {
      const literal = this.#literal[reporting] as number;
      report(literal, end - (this.#lengths[literal] as number), end);
    }
  }

  #step(from: number, symbol: number): number {
    const firstChild = this.#firstChild;
    const classes = this.#class;
    let state = from;
    while (state !== 0) {
      let low = firstChild[state] as number;
      let high = firstChild[state + 1] as number;
      while (low < high) {
        const middle = (low + high) >>> 1;
        const candidate = classes[middle] as number;
        if (candidate === symbol) return middle;
        if (candidate < symbol) low = middle + 1;
        else high = middle;
      }
      state = this.#suffix[state] as number;
    }
    return this.#fromRoot[symbol] as number;
  }
}

/** Numbers the characters that occur in literals, from 1; all others are 0. */
class CharacterClasses {
  count = 1;
  readonly ofAscii = new Uint8Array(128);
  readonly #ofOthers = new Map<number, number>();

  add(text: string): readonly number[] {
    return Array.from({ length: text.length }, (_, index) => {
      const character = text.charCodeAt(index);
      const known = this.of(character);
      if (known !== 0) return known;
      const added = this.count++;
      if (character < 128) this.ofAscii[character] = added;
      else this.#ofOthers.set(character, added);
      return added;
    });
  }

  of(character: number): number {
    return character < 128 ? (this.ofAscii[character] as number) : (this.#ofOthers.get(character) ?? 0);
  }
}
