import { messageOf } from '../errors.ts';
import type { ActionOf, Stage } from './actions/action.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { type Condition, testCondition } from './condition/condition.ts';
import { BudgetExhausted, budgetOfRule, type Frame, newFrame } from './expression/frame.ts';
import { Failure, Unknown } from './expression/values.ts';
import type { Captures } from './language/capture.ts';
import type { Layer, RuleFact } from './set/rule-set.ts';
import { and, type Outcome } from './condition/verdict.ts';

/** A rule that fired, with what it took out of the text. */
export interface FiredRule<S extends Stage = Stage> {
  readonly id: string;
  readonly description: string | undefined;
  readonly stage: S;
  readonly layer: Layer;
  readonly priority: number;
  readonly specificity: number;
  readonly final: boolean;
  /** `unknown`: a guard rule that fires because a field is missing. */
  readonly verdict: 'true' | 'unknown';
  /** Of the phrase that matched: the heavier of two is meant. */
  readonly weight: number;
  readonly captures: Captures;
  /** What is to be done, with templates as written: `renderAction` fills them in. */
  readonly actions: readonly ActionOf<S>[];
  readonly coolDownMilliseconds: number | undefined;
}

/** A rule that could not be decided, and did not fire. */
export interface UndecidedRule {
  readonly id: string;
  readonly layer: Layer;
  readonly final: boolean;
  /** The missing field, or what went wrong. */
  readonly reason: string;
}

/** Everything that the rules of a stage say of a fact. */
export interface Evaluation<S extends Stage = Stage> {
  readonly fired: readonly FiredRule<S>[];
  /** Rules with `mode: dryRun` that would have fired. */
  readonly dryRun: readonly FiredRule<S>[];
  readonly unknown: readonly UndecidedRule[];
  /** In `guard`, each of them denies. */
  readonly errors: readonly UndecidedRule[];
}

/** Steps that all rules of a list may take for one fact. */
const budgetOfFact = 5_000_000;

/** A rule that may fire, with those of its conditions that are still to be tested. */
export interface Candidate<S extends Stage = Stage> {
  readonly rule: CompiledRule<S>;
  readonly conditions: readonly Condition[];
}

/** Tests rules on one fact, one after the other: there is a bound on the steps of each, and on those of all together. */
export class RuleTests {
  readonly #frame: Frame;
  #left = budgetOfFact;

  constructor(fact: RuleFact) {
    this.#frame = newFrame(fact);
  }

  /** Never throws. */
  outcomeOf({ conditions }: Candidate): Outcome {
    const granted = Math.min(this.#left, budgetOfRule);
    this.#frame.remaining = granted;
    const outcome = testConditions(conditions, this.#frame);
    this.#left -= granted - Math.max(this.#frame.remaining, 0);
    return outcome;
  }
}

/** Tests all candidates, and reports each that is not false. */
export function testRules<S extends Stage>(
  candidates: readonly Candidate<S>[],
  fact: RuleFact,
  report: (rule: CompiledRule<S>, outcome: Exclude<Outcome, false>) => void,
): void {
  const tests = new RuleTests(fact);
  for (const candidate of candidates) {
    const outcome = tests.outcomeOf(candidate);
    if (outcome !== false) report(candidate.rule, outcome);
  }
}

/** Everything that the candidates say of a fact, in their order. */
export function evaluateRules<S extends Stage>(candidates: readonly Candidate<S>[], fact: RuleFact): Evaluation<S> {
  const result = {
    fired: [] as FiredRule<S>[],
    dryRun: [] as FiredRule<S>[],
    unknown: [] as UndecidedRule[],
    errors: [] as UndecidedRule[],
  };
  testRules(candidates, fact, (rule, outcome) => {
    const fired = fire(rule, outcome, fact);
    if (fired !== undefined) (rule.mode === 'dryRun' ? result.dryRun : result.fired).push(fired);
    else if (rule.mode === 'enforce') {
      if (outcome instanceof Failure) result.errors.push(undecided(rule, outcome.message));
      else if (outcome instanceof Unknown) result.unknown.push(undecided(rule, `the fact has no "${outcome.field}"`));
    }
  });
  return result;
}

/** The conjunction of the conditions. Never throws. */
export function testConditions(conditions: readonly Condition[], frame: Frame): Outcome {
  let outcome: Outcome = true;
  try {
    for (const condition of conditions) {
      const next = testCondition(condition, frame);
      if (next === false) return false;
      if (next !== true) outcome = and(outcome, next);
    }
    return outcome;
  } catch (error) {
    return new Failure(error instanceof BudgetExhausted ? error.message : `evaluation failed: ${messageOf(error)}`);
  }
}

/** What fires of a rule; undefined where it does not fire. */
export function fire<S extends Stage>(
  rule: CompiledRule<S>,
  outcome: Outcome,
  fact: RuleFact,
): FiredRule<S> | undefined {
  const actions = actionsThatFire(rule, outcome);
  if (actions === undefined) return undefined;
  const match = outcome === true ? rule.text?.match(fact) : undefined;
  return {
    id: rule.id,
    description: rule.description,
    stage: rule.stage,
    layer: rule.layer,
    priority: rule.priority,
    specificity: rule.specificity,
    final: rule.final,
    coolDownMilliseconds: rule.coolDownMilliseconds,
    verdict: outcome === true ? 'true' : 'unknown',
    weight: match?.weight ?? 0,
    captures: match?.captures ?? {},
    actions,
  };
}

/**
 * A missing field lets a guard rule fire as far as it tightens (deny, require approval), and no other rule; an error lets
 * none fire. Undefined where the rule does not fire; a rule without actions may fire.
 */
export function actionsThatFire<S extends Stage>(
  { stage, actions }: CompiledRule<S>,
  outcome: Outcome,
): readonly ActionOf<S>[] | undefined {
  if (outcome === true) return actions;
  if (stage !== 'guard' || !(outcome instanceof Unknown)) return undefined;
  const tightening = actions.filter(tightens);
  return tightening.length === 0 ? undefined : tightening;
}

function tightens(action: object): boolean {
  return 'deny' in action || 'requireApproval' in action;
}

function undecided({ id, layer, final }: CompiledRule, reason: string): UndecidedRule {
  return { id, layer, final, reason };
}
