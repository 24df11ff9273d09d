import type { Condition } from '../condition/condition.ts';
import { isObject } from '../expression/values.ts';
import type { RuleFact } from '../set/rule-set.ts';
import { buildTree } from './build-tree.ts';
import type { FactTable } from './fact-table.ts';
import type { Field } from './fields/field.ts';
import type { Item, Key } from './item.ts';
import { RowsBuilder } from './rows.ts';
import { type SlotGroup, slotOf, type SlotTest } from './slots.ts';
import { TreeWalk } from './tree-walk.ts';
import type { IndexedCondition, Vocabulary } from './vocabulary.ts';

/** What a search finds. To be read before the next search begins. */
export interface Found {
  /** Of the rules, their places in the list, ascending: the first `count` of these numbers. */
  readonly ordinals: Int32Array;
  readonly count: number;
  /** Only the `remaining` conditions of these rules are still to be tested; else all. */
  readonly exact: boolean;
}

/**
 * Finds the few rules of a list that are to be evaluated for a fact, at a cost that hardly grows with the list. A search
 * is over before another one with the same vocabulary begins: they share a table.
 */
export class RuleSearch {
  /** Of each rule, the conditions that the index does not decide. */
  readonly remaining: readonly (readonly Condition[])[];
  readonly #fields: readonly Field[];
  /** The slots that the list tests, of each group that may be left undecided. */
  readonly #slots: readonly (readonly [SlotGroup, readonly number[]])[];
  readonly #table: FactTable;
  readonly #walk: TreeWalk;

  /** The conjunctions of the rules, all of them in the vocabulary, and its table. */
  constructor(rules: readonly (readonly Condition[])[], vocabulary: Vocabulary, table: FactTable) {
    const indexed = rules.map((conditions) => conditions.map((condition) => vocabulary.add(condition)));
    this.remaining = rules.map((conditions, ordinal) => {
      const left = conditions.filter((_, index) => indexed[ordinal]?.[index]?.complete !== true);
      return left.length === 0 ? none : left;
    });
    const asked = new Set(indexed.flat());
    this.#fields = [...new Set([...asked].map(({ field }) => field))].filter((field) => field !== undefined);
    this.#slots = slotsByGroup([...asked].flatMap(({ alternatives }) => alternatives));
    this.#table = table;
    const rows = new RowsBuilder();
    const tree = buildTree(indexed.map(itemOf), rows);
    this.#walk = new TreeWalk(tree, rows.build(), table);
  }

  /**
   * Every rule that holds; in a `thorough` search every rule that is not false, so also those that lack a field or fail.
   * Rules that are false may be among them.
   */
  find(fact: RuleFact, thorough: boolean): Found {
    const readable = isObject(fact) ? fact : {};
    const { values } = this.#table;
    let exact = true;
    for (const field of this.#fields) exact = field.load(readable, values, thorough) && exact;
    if (!exact) for (const [group, slots] of this.#slots) if (group.undecided) group.raise(slots, values);
    return { count: this.#walk.run(), ordinals: this.#table.found, exact };
  }
}

const none: readonly Condition[] = [];

function itemOf(conditions: readonly IndexedCondition[], ordinal: number): Item {
  const tests = new Set(conditions.map(({ test }) => test).filter((test) => test !== undefined));
  const keys = [...new Set(conditions)].flatMap(({ alternatives, test }): readonly Key[] => {
    const [first] = alternatives;
    return first === undefined ? [] : [{ group: first.group, alternatives, passes: test }];
  });
  return { ordinal, tests: [...tests], keys, copies: 1 };
}

function slotsByGroup(tests: readonly SlotTest[]): readonly (readonly [SlotGroup, readonly number[]])[] {
  const byGroup = Map.groupBy(tests, ({ group }) => group);
  return [...byGroup].map(([group, own]) => [group, [...new Set(own.map(slotOf))]] as const);
}
