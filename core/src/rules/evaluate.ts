import { messageOf } from '../errors.ts';
import type { ActionOf, Stage } from './actions/action.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { testCondition } from './condition/condition.ts';
import { BudgetExhausted, budgetOfRule, type Frame, newFrame } from './expression/frame.ts';
import { Failure, Unknown } from './expression/values.ts';
import type { Captures } from './language/capture.ts';
import { compareRules } from './order.ts';
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

/** Evaluates a list of rules, and puts what fires in order. */
export function evaluateRules<S extends Stage>(rules: readonly CompiledRule<S>[], fact: RuleFact): Evaluation<S> {
  const frame = newFrame(fact);
  const result = {
    fired: [] as FiredRule<S>[],
    dryRun: [] as FiredRule<S>[],
    unknown: [] as UndecidedRule[],
    errors: [] as UndecidedRule[],
  };
  let left = budgetOfFact;
  for (const rule of rules) {
    if (rule.mode === 'off') continue;
    const granted = Math.min(left, budgetOfRule);
    frame.remaining = granted;
    const outcome = testRule(rule, frame);
    left -= granted - Math.max(frame.remaining, 0);
    if (outcome === false) continue;
    const fired = fire(rule, outcome, fact);
    if (fired !== undefined) (rule.mode === 'dryRun' ? result.dryRun : result.fired).push(fired);
    else if (rule.mode === 'enforce') {
      if (outcome instanceof Failure) result.errors.push(undecided(rule, outcome.message));
      else if (outcome instanceof Unknown) result.unknown.push(undecided(rule, `the fact has no "${outcome.field}"`));
    }
  }
  result.fired.sort(compareRules);
  result.dryRun.sort(compareRules);
  return result;
}

/** The conjunction of a rule's conditions. Never throws. */
export function testRule(rule: CompiledRule, frame: Frame): Outcome {
  let outcome: Outcome = true;
  try {
    for (const condition of rule.conditions) {
      const next = testCondition(condition, frame);
      if (next === false) return false;
      if (next !== true) outcome = and(outcome, next);
    }
    return outcome;
  } catch (error) {
    return new Failure(error instanceof BudgetExhausted ? error.message : `evaluation failed: ${messageOf(error)}`);
  }
}

/**
 * What fires of a rule. A missing field lets a guard rule fire as far as it tightens (deny, require approval), and no
 * other rule; an error lets none fire.
 */
export function fire<S extends Stage>(
  rule: CompiledRule<S>,
  outcome: Outcome,
  fact: RuleFact,
): FiredRule<S> | undefined {
  if (outcome === false || outcome instanceof Failure) return undefined;
  const verdict = outcome === true ? 'true' : 'unknown';
  const actions = verdict === 'true' ? rule.actions : rule.actions.filter(tightens);
  if (verdict === 'unknown' && (rule.stage !== 'guard' || actions.length === 0)) return undefined;
  const match = verdict === 'true' ? rule.text?.match(fact) : undefined;
  return {
    id: rule.id,
    description: rule.description,
    stage: rule.stage,
    layer: rule.layer,
    priority: rule.priority,
    specificity: rule.specificity,
    final: rule.final,
    coolDownMilliseconds: rule.coolDownMilliseconds,
    verdict,
    weight: match?.weight ?? 0,
    captures: match?.captures ?? {},
    actions,
  };
}

function tightens(action: object): boolean {
  return 'deny' in action || 'requireApproval' in action;
}

function undecided({ id, layer, final }: CompiledRule, reason: string): UndecidedRule {
  return { id, layer, final, reason };
}
