import type { Path } from '../../condition/path.ts';
import type { RuleFact } from '../../set/rule-set.ts';
import { LiteralAutomaton } from '../literal-automaton.ts';
import { SlotGroup, type SlotTest } from '../slots.ts';
import { type Field, FieldReader } from './field.ts';

/** Where in the text a literal must stand. `element`: anywhere in a text, or a whole element of a list. */
export type LiteralPlace = 'element' | 'anywhere' | 'start' | 'end';

interface Literal {
  readonly text: string;
  /** In the group of its place; -1 where no rule asks for it. */
  element: number;
  anywhere: number;
  start: number;
  end: number;
}

/** Which of the literals that rules look for stand in a text, in one pass over it. */
export class LiteralField implements Field {
  readonly #reader: FieldReader;
  readonly #formOf: (text: string) => string;
  /** What `contains` asks, which lists answer too. */
  readonly #elements = new SlotGroup('parts');
  /** What only texts answer. */
  readonly #parts = new SlotGroup('parts');
  readonly #literals: Literal[] = [];
  readonly #numbers = new Map<string, number>();
  #automaton = new LiteralAutomaton([]);

  /** Literals are looked for in the form that `formOf` gives of a text. */
  constructor(path: Path, formOf: (text: string) => string) {
    this.#reader = new FieldReader(path);
    this.#formOf = formOf;
  }

  /** `text` is not empty. */
  holds(text: string, place: LiteralPlace): SlotTest {
    const literal = this.#intern(text);
    const group = place === 'element' ? this.#elements : this.#parts;
    if (literal[place] === -1) literal[place] = group.reserve();
    return { group, offset: literal[place], threshold: 0.5 };
  }

  seal(): readonly SlotGroup[] {
    this.#automaton = new LiteralAutomaton(this.#literals.map(({ text }) => text));
    return [this.#elements, this.#parts];
  }

  load(fact: RuleFact, values: Float64Array, thorough: boolean): boolean {
    const value = this.#reader.read(fact);
    const elements = this.#elements;
    const parts = this.#parts;
    elements.clear(values);
    parts.clear(values);
    if (typeof value === 'string') {
      this.#loadText(this.#formOf(value), values);
      return true;
    }
    if (Array.isArray(value)) this.#loadList(value, values);
    else if (thorough) elements.leaveUndecided();
    if (thorough) parts.leaveUndecided();
    return !elements.undecided && !parts.undecided;
  }

  #loadText(text: string, values: Float64Array): void {
    const elements = this.#elements;
    const parts = this.#parts;
    const literals = this.#literals;
    const { length } = text;
    this.#automaton.search(text, (number, start, end) => {
      const literal = literals[number] as Literal;
      if (literal.element !== -1) elements.set(literal.element, values);
      if (literal.anywhere !== -1) parts.set(literal.anywhere, values);
      if (literal.start !== -1 && start === 0) parts.set(literal.start, values);
      if (literal.end !== -1 && end === length) parts.set(literal.end, values);
    });
  }

  #loadList(list: readonly unknown[], values: Float64Array): void {
    for (const element of list) {
      const literal = typeof element === 'string' ? this.#literals[this.#numbers.get(element) ?? -1] : undefined;
      if (literal !== undefined && literal.element !== -1) this.#elements.set(literal.element, values);
    }
  }

  #intern(text: string): Literal {
    const known = this.#literals[this.#numbers.get(text) ?? -1];
    if (known !== undefined) return known;
    const literal: Literal = { text, element: -1, anywhere: -1, start: -1, end: -1 };
    this.#numbers.set(text, this.#literals.push(literal) - 1);
    return literal;
  }
}
