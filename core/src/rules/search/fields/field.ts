import { readField } from '../../condition/atom.ts';
import type { Path } from '../../condition/path.ts';
import { Failure, ownProperty } from '../../expression/values.ts';
import type { RuleFact } from '../../set/rule-set.ts';
import type { SlotGroup } from '../slots.ts';

/** What the rules ask of one field, of one kind. */
export interface Field {
  /** After this, nothing more is asked. */
  seal(): readonly SlotGroup[];
  /**
   * Sets the slots to what the fact says. What is missing or has a type that cannot be compared passes every test in a
   * `thorough` search, and none in another. False where a test may pass that does not hold.
   */
  load(fact: RuleFact, values: Float64Array, thorough: boolean): boolean;
}

/** Reads one path of a fact: a value, undefined where it is missing, a failure where nothing can be there. */
export class FieldReader {
  readonly #path: Path;
  /** Of a path with one name. */
  readonly #name: string | undefined;

  constructor(path: Path) {
    this.#path = path;
    this.#name = path.length === 1 ? path[0] : undefined;
  }

  read(fact: RuleFact): unknown {
    return this.#name === undefined ? readField(this.#path, fact) : ownProperty(fact, this.#name);
  }
}

export function isUndecided(value: unknown): boolean {
  return value === undefined || value instanceof Failure;
}
