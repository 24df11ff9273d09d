import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { Problem } from '../problem.ts';

/** Reads one operation's parameters. Each method raises a 400 that names the parameter. */
export class Parameters {
  readonly #values: JsonObject;

  constructor(values: JsonObject) {
    this.#values = values;
  }

  /** The first of these names that is given. */
  text(...names: readonly [string, ...string[]]): string {
    const value = this.optionalText(...names);
    if (value === undefined) throw new Problem(400, `${names[0]} is required`);
    return value;
  }

  optionalText(...names: readonly string[]): string | undefined {
    const name = names.find((candidate) => this.#values[candidate] !== undefined);
    const value = name === undefined ? undefined : this.#values[name];
    if (value === undefined) return undefined;
    if (typeof value !== 'string' || value === '') throw new Problem(400, `${name} must be text, and not empty`);
    return value;
  }

  integer(name: string, minimum: number, maximum: number): number {
    const value = this.optionalInteger(name, minimum, maximum);
    if (value === undefined) throw new Problem(400, `${name} is required`);
    return value;
  }

  optionalInteger(name: string, minimum: number, maximum: number): number | undefined {
    const value = this.#values[name];
    if (value === undefined) return undefined;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < minimum || value > maximum) {
      throw new Problem(400, `${name} must be an integer from ${minimum} to ${maximum}`);
    }
    return value;
  }

  object(name: string): JsonObject {
    const value = this.#values[name];
    if (!isJsonObject(value)) throw new Problem(400, `${name} must be an object`);
    return value;
  }

  textMap(name: string): Record<string, string> {
    const value = this.#values[name];
    if (!isJsonObject(value) || Object.keys(value).length === 0) {
      throw new Problem(400, `${name} must be an object of text, and not empty`);
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => {
        if (typeof member !== 'string') throw new Problem(400, `${name}.${key} must be text`);
        return [key, member];
      }),
    );
  }
}
