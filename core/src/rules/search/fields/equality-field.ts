import type { Path } from '../../condition/path.ts';
import type { RuleFact, Scalar } from '../../set/rule-set.ts';
import { SlotGroup, type SlotTest } from '../slots.ts';
import { type Field, FieldReader, isUndecided } from './field.ts';

/** Which of the values that rules name a field has. */
export class EqualityField implements Field {
  readonly #reader: FieldReader;
  readonly #group = new SlotGroup('values');
  readonly #offsets = new Map<unknown, number>();

  constructor(path: Path) {
    this.#reader = new FieldReader(path);
  }

  /** `operand` is not NaN. */
  equals(operand: Scalar): SlotTest {
    const offset = this.#offsets.get(operand) ?? this.#group.reserve();
    this.#offsets.set(operand, offset);
    return { group: this.#group, offset, threshold: 0.5 };
  }

  seal(): readonly SlotGroup[] {
    return [this.#group];
  }

  load(fact: RuleFact, values: Float64Array, thorough: boolean): boolean {
    const value = this.#reader.read(fact);
    const offset = this.#offsets.get(value);
    this.#group.clear(values);
    if (offset !== undefined) {
      this.#group.set(offset, values);
      return true;
    }
    // No number of JSON, but it equals one.
    const undecided = typeof value === 'bigint' || (thorough && isUndecided(value));
    if (undecided) this.#group.leaveUndecided();
    return !undecided;
  }
}
