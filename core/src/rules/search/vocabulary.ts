import type { Atom } from '../condition/atom.ts';
import type { Condition } from '../condition/condition.ts';
import type { Path } from '../condition/path.ts';
import { requiredLiteral } from '../condition/required-literal.ts';
import { spokenForm } from '../language/phrase.ts';
import type { Scalar } from '../set/rule-set.ts';
import { FactTable } from './fact-table.ts';
import { EqualityField } from './fields/equality-field.ts';
import { FieldPool } from './fields/field-pool.ts';
import type { Field } from './fields/field.ts';
import { LiteralField } from './fields/literal-field.ts';
import { OrderField } from './fields/order-field.ts';
import { PresenceField } from './fields/presence-field.ts';
import type { SlotTest } from './slots.ts';

/** A condition in the words of the index. */
export interface IndexedCondition {
  /** What is asked; absent where the index cannot ask it. */
  readonly field?: Field;
  /** Passes wherever the condition is not false. */
  readonly test?: SlotTest;
  /** Where the condition is not false, one of these passes; empty where no rule is found by them. */
  readonly alternatives: readonly SlotTest[];
  /** The test says all that the condition says. */
  readonly complete: boolean;
}

const opaque: IndexedCondition = { alternatives: [], complete: false };

/** Gathers what rules ask of each field. Lists of rules may share one: then they share its table. */
export class Vocabulary {
  readonly #equality = new FieldPool((path) => new EqualityField(path));
  readonly #order = new FieldPool((path) => new OrderField(path));
  readonly #presence = new FieldPool((path) => new PresenceField(path));
  readonly #literals = new FieldPool((path) => new LiteralField(path, (text) => text));
  /** Texts as they are spoken: whatever their case, spaces and quotes. */
  readonly #spoken = new FieldPool((path) => new LiteralField(path, spokenForm));
  readonly #known = new Map<Condition, IndexedCondition>();

  /** The table of all that is asked. After this, nothing is added. */
  seal(): FactTable {
    const pools = [this.#equality, this.#order, this.#presence, this.#literals, this.#spoken];
    return new FactTable(pools.flatMap((pool) => pool.all.flatMap((field: Field) => field.seal())));
  }

  add(condition: Condition): IndexedCondition {
    const known = this.#known.get(condition);
    if (known !== undefined) return known;
    const added = this.#translate(condition);
    this.#known.set(condition, added);
    return added;
  }

  #translate(condition: Condition): IndexedCondition {
    if (condition.kind === 'atom') return this.#translateAtom(condition.atom);
    if (condition.kind === 'text' && condition.matcher.keywords !== undefined) {
      return this.#says(['text'], condition.matcher.keywords);
    }
    return opaque;
  }

  #translateAtom(atom: Atom): IndexedCondition {
    switch (atom.operator) {
      case 'equals':
        return this.#equals(atom.path, [atom.operand], true);
      case 'in':
        return this.#equals(atom.path, atom.operand, false);
      case 'greaterThan':
      case 'atLeast':
      case 'lessThan':
      case 'atMost': {
        if (typeof atom.operand !== 'number' || !Number.isFinite(atom.operand)) return opaque;
        const field = this.#order.at(atom.path);
        return { field, test: field.compares(atom.operator, atom.operand), alternatives: [], complete: true };
      }
      case 'exists': {
        const field = this.#presence.at(atom.path);
        return { field, test: field.exists(atom.operand), alternatives: [], complete: true };
      }
      case 'contains':
      case 'startsWith':
      case 'endsWith': {
        if (typeof atom.operand !== 'string' || atom.operand === '') return opaque;
        const field = this.#literals.at(atom.path);
        return asked(field, [field.holds(atom.operand, placeOf[atom.operator])], true);
      }
      case 'matches': {
        const literal = requiredLiteral(atom.operand);
        if (literal === undefined) return opaque;
        const field = this.#literals.at(atom.path);
        return asked(field, [field.holds(literal, 'anywhere')], false);
      }
      case 'words':
        return atom.operand.every((word) => plainWords.test(word)) ? this.#says(atom.path, atom.operand) : opaque;
      default:
        return opaque;
    }
  }

  #equals(path: Path, operands: readonly Scalar[], complete: boolean): IndexedCondition {
    if (operands.some(Number.isNaN)) return opaque;
    const field = this.#equality.at(path);
    const alternatives = [...new Set(operands)].map((operand) => field.equals(operand));
    return asked(field, alternatives, complete);
  }

  #says(path: Path, texts: readonly string[]): IndexedCondition {
    const field = this.#spoken.at(path);
    const spoken = new Set(texts.map((text) => text.toLowerCase()));
    return asked(
      field,
      [...spoken].map((text) => field.holds(text, 'anywhere')),
      false,
    );
  }
}

const placeOf = { contains: 'element', startsWith: 'start', endsWith: 'end' } as const;

/** ASCII, with single spaces within: such words are in a text's spoken form exactly where they are in the text. */
const plainWords = /^[!-~]+(?: [!-~]+)*$/;

function asked(field: Field, alternatives: readonly SlotTest[], complete: boolean): IndexedCondition {
  const [only, another] = alternatives;
  const test = another === undefined ? only : undefined;
  return { field, ...(test === undefined ? {} : { test }), alternatives, complete: complete && test !== undefined };
}
