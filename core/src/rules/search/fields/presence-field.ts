import type { Path } from '../../condition/path.ts';
import { Failure } from '../../expression/values.ts';
import type { RuleFact } from '../../set/rule-set.ts';
import { SlotGroup, type SlotTest } from '../slots.ts';
import { type Field, FieldReader } from './field.ts';

/** Whether a field is there, and whether it is missing. */
export class PresenceField implements Field {
  readonly #reader: FieldReader;
  readonly #group = new SlotGroup('comparisons');

  constructor(path: Path) {
    this.#reader = new FieldReader(path);
    this.#group.size = 2;
  }

  exists(operand: boolean): SlotTest {
    return { group: this.#group, offset: operand ? 0 : 1, threshold: 0.5 };
  }

  seal(): readonly SlotGroup[] {
    return [this.#group];
  }

  load(fact: RuleFact, values: Float64Array, thorough: boolean): boolean {
    const value = this.#reader.read(fact);
    const { first } = this.#group;
    const failed = value instanceof Failure;
    const undecided = thorough ? Number.POSITIVE_INFINITY : 0;
    values[first] = failed ? undecided : Number(value !== undefined);
    values[first + 1] = failed ? undecided : Number(value === undefined);
    return !failed || !thorough;
  }
}
