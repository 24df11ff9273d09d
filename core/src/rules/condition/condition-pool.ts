import type { Condition } from './condition.ts';
import type { Path } from './path.ts';

/**
 * Gives equal simple conditions of many rules one object, and equal paths of such conditions, too: what is remembered of
 * one has one place, and is likely at hand. Of other conditions each stays its own.
 */
export class ConditionPool {
  readonly #known = new Map<string, Condition>();
  readonly #paths = new Map<string, Path>();

  intern(condition: Condition): Condition {
    if (condition.kind !== 'atom') return condition;
    const { source, atom } = condition;
    const { path, operator, operand } = atom;
    // JSON has no word for such numbers, and would take one for another.
    if (typeof operand === 'number' && !Number.isFinite(operand)) return condition;
    const name = JSON.stringify(path);
    const key = JSON.stringify([source, operator, operand, name]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const samePath = this.#paths.get(name) ?? path;
    const interned: Condition = { kind: 'atom', source, atom: { ...atom, path: samePath } };
    this.#paths.set(name, samePath);
    this.#known.set(key, interned);
    return interned;
  }
}
