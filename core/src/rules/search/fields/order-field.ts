import type { Path } from '../../condition/path.ts';
import type { RuleFact } from '../../set/rule-set.ts';
import { SlotGroup, type SlotTest } from '../slots.ts';
import { type Field, FieldReader } from './field.ts';
import { numberBelow } from './number-below.ts';

/** A number and its negation, so that every comparison asks whether something is above a threshold. */
export class OrderField implements Field {
  readonly #reader: FieldReader;
  readonly #group = new SlotGroup('comparisons');

  constructor(path: Path) {
    this.#reader = new FieldReader(path);
    this.#group.size = 2;
  }

  /** `operand` is finite. */
  compares(operator: 'greaterThan' | 'atLeast' | 'lessThan' | 'atMost', operand: number): SlotTest {
    const above = operator === 'greaterThan' || operator === 'atLeast';
    const bound = above ? operand : -operand;
    const strict = operator === 'greaterThan' || operator === 'lessThan';
    return { group: this.#group, offset: above ? 0 : 1, threshold: strict ? bound : numberBelow(bound) };
  }

  seal(): readonly SlotGroup[] {
    return [this.#group];
  }

  load(fact: RuleFact, values: Float64Array, thorough: boolean): boolean {
    const value = this.#reader.read(fact);
    const { first } = this.#group;
    if (typeof value === 'number' && !Number.isNaN(value)) {
      values[first] = value;
      values[first + 1] = -value;
      return true;
    }
    // JSON has no such numbers: their comparisons are left to the rules themselves.
    const lenient = thorough || typeof value === 'number' || typeof value === 'bigint';
    const limit = lenient ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    values[first] = limit;
    values[first + 1] = limit;
    return !lenient;
  }
}
