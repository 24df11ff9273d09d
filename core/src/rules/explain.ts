import { messageOf } from '../errors.ts';
import type { Stage } from './actions/action.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { type Condition, type ConditionSource, formatCondition, testCondition } from './condition/condition.ts';
import { fire, testConditions } from './evaluate.ts';
import { newFrame } from './expression/frame.ts';
import { Failure, Unknown } from './expression/values.ts';
import type { Captures } from './language/capture.ts';
import { formatPath, readPath } from './condition/path.ts';
import type { Layer, Mode, RuleFact } from './set/rule-set.ts';
import { type Outcome, type Verdict, verdictOf } from './condition/verdict.ts';

/** Why a rule fires for a fact, or does not. */
export interface Explanation {
  readonly id: string;
  readonly stage: Stage;
  readonly layer: Layer;
  readonly mode: Mode;
  readonly verdict: Verdict;
  /** Whether `evaluate` would name it. */
  readonly fires: boolean;
  readonly conditions: readonly ExplainedCondition[];
  readonly captures: Captures;
}

export interface ExplainedCondition {
  readonly source: ConditionSource;
  /** For people: `replicas equals 0`, or the part of `when`. */
  readonly condition: string;
  readonly verdict: Verdict;
  /** The constant that was compared with; absent for what is no simple comparison. */
  readonly expected?: unknown;
  /** The fields that the condition reads, and what the fact has there; what is missing is left out. */
  readonly seen: Readonly<Record<string, unknown>>;
  /** The missing field, or what went wrong. */
  readonly reason?: string;
}

/** Evaluates every condition of the rule, also those that an evaluation would not have come to. */
export function explainRule(rule: CompiledRule, fact: RuleFact): Explanation {
  const outcome = testConditions(rule.conditions, newFrame(fact));
  const fired = fire(rule, outcome, fact);
  const here = rule.workspace === undefined || rule.workspace === fact['workspace'];
  return {
    id: rule.id,
    stage: rule.stage,
    layer: rule.layer,
    mode: rule.mode,
    verdict: verdictOf(outcome),
    fires: fired !== undefined && rule.mode === 'enforce' && here,
    conditions: rule.conditions.map((condition) => explainCondition(condition, fact)),
    captures: fired?.captures ?? {},
  };
}

function explainCondition(condition: Condition, fact: RuleFact): ExplainedCondition {
  const outcome = attempt(condition, fact);
  const reason =
    outcome instanceof Unknown
      ? `the fact has no "${outcome.field}"`
      : outcome instanceof Failure
        ? outcome.message
        : undefined;
  return {
    source: condition.source,
    condition: formatCondition(condition),
    verdict: verdictOf(outcome),
    ...(condition.kind === 'atom' ? { expected: condition.atom.operand } : {}),
    seen: seenBy(condition, fact),
    ...(reason === undefined ? {} : { reason }),
  };
}

function attempt(condition: Condition, fact: RuleFact): Outcome {
  try {
    return testCondition(condition, newFrame(fact));
  } catch (error) {
    return new Failure(messageOf(error));
  }
}

function seenBy(condition: Condition, fact: RuleFact): Readonly<Record<string, unknown>> {
  const paths =
    condition.kind === 'atom' ? [condition.atom.path] : condition.kind === 'expression' ? condition.paths : [['text']];
  return Object.fromEntries(
    paths.map((path) => [formatPath(path), readPath(fact, path)] as const).filter(([, value]) => value !== undefined),
  );
}
