import type { Condition } from './condition.ts';

/**
 * Gives equal simple conditions of many rules one object, and what is remembered of it one place. Of others each stays
 * its own.
 */
export class ConditionPool {
  readonly #known = new Map<string, Condition>();

  intern(condition: Condition): Condition {
    if (condition.kind !== 'atom') return condition;
    const { source, atom } = condition;
    const { path, operator, operand } = atom;
    // JSON has no word for such numbers, and would take one for another.
    if (typeof operand === 'number' && !Number.isFinite(operand)) return condition;
    const key = JSON.stringify([source, operator, operand, path]);
    const known = this.#known.get(key) ?? condition;
    this.#known.set(key, known);
    return known;
  }
}
