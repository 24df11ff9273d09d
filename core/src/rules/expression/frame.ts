import type { Outcome } from '../condition/verdict.ts';
import type { RuleFact } from '../set/rule-set.ts';

/** The evaluation of one rule on one fact. */
export interface Frame {
  readonly fact: RuleFact;
  /** Variables of comprehensions, by depth. */
  readonly variables: unknown[];
  /** Steps that may still be taken. */
  remaining: number;
  /** What patterns said of the fact: many rules share one. */
  outcomes: Map<object, Outcome> | undefined;
}

export type Evaluate = (frame: Frame) => unknown;

/** Names of the comprehension variables in sight, outermost first; a variable's index is its slot in the frame. */
export type Scope = readonly string[];

/** Thrown, never returned: `||` and `&&` must not absorb it. */
export class BudgetExhausted extends Error {
  constructor() {
    super('the expression takes too many steps for this fact');
    this.name = 'BudgetExhausted';
  }
}

/** Steps that a rule may take for one fact. */
export const budgetOfRule = 200_000;

export function newFrame(fact: RuleFact, budget: number = budgetOfRule): Frame {
  return { fact, variables: [], remaining: budget, outcomes: undefined };
}

/** Pays for work. Long texts and lists are paid by their length, so that nothing grows without being paid for. */
export function spend(frame: Frame, steps: number): void {
  frame.remaining -= steps;
  if (frame.remaining < 0) throw new BudgetExhausted();
}
