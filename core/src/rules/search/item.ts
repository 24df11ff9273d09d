import type { SlotGroup, SlotTest } from './slots.ts';

/** A rule on its way into the tree. */
export interface Item {
  readonly ordinal: number;
  /** Tests that are not made on the way. */
  readonly tests: readonly SlotTest[];
  /** Ways to find the rule that are not taken yet. */
  readonly keys: readonly Key[];
  /** In how many places of the tree it stands: once for each alternative of the keys on the way. */
  readonly copies: number;
}

export interface Key {
  readonly group: SlotGroup;
  readonly alternatives: readonly SlotTest[];
  /** The test that need not be made when the rule was found by this key. */
  readonly passes: SlotTest | undefined;
}
