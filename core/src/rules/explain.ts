import { messageOf } from '../errors.ts';
import type { Stage } from './actions/action.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { type Condition, type ConditionSource, formatCondition, testCondition } from './condition/condition.ts';
import { actionsThatFire, testConditions } from './evaluate.ts';
import { budgetOfRule, type Frame, newFrame } from './expression/frame.ts';
import { Failure, Unknown } from './expression/values.ts';
import type { Captures } from './language/capture.ts';
import { formatPath, type Path, readPath } from './condition/path.ts';
import type { Layer, Mode, RuleFact } from './set/rule-set.ts';
import { and, type Outcome, type Verdict, verdictOf } from './condition/verdict.ts';

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
  const frame = newFrame(fact);
  const outcomes = rule.conditions.map((condition) => attempt(condition, frame));
  // Expressions share the steps that a rule may take: together they may fail where each of them would not.
  const together = rule.conditions.some(({ kind }) => kind === 'expression');
  const outcome = together ? testConditions(rule.conditions, newFrame(fact)) : outcomes.reduce(and, true);
  const fires = actionsThatFire(rule, outcome) !== undefined;
  const here = rule.workspace === undefined || rule.workspace === fact['workspace'];
  return {
    id: rule.id,
    stage: rule.stage,
    layer: rule.layer,
    mode: rule.mode,
    verdict: verdictOf(outcome),
    fires: fires && rule.mode === 'enforce' && here,
    conditions: rule.conditions.map((condition, index) => explainCondition(condition, outcomes[index] ?? true, fact)),
    captures: (outcome === true && rule.text?.match(fact)?.captures) || {},
  };
}

function attempt(condition: Condition, frame: Frame): Outcome {
  frame.remaining = budgetOfRule;
  try {
    return testCondition(condition, frame);
  } catch (error) {
    return new Failure(messageOf(error));
  }
}

function explainCondition(condition: Condition, outcome: Outcome, fact: RuleFact): ExplainedCondition {
  const { source } = condition;
  const { text, fields } = wordingOf(condition);
  const verdict = verdictOf(outcome);
  const seen = seenBy(fields, fact);
  const reason = reasonOf(outcome);
  // One literal for each shape: that is how objects are made fastest.
  if (condition.kind === 'atom') {
    const expected = condition.atom.operand;
    if (reason === undefined) return { source, condition: text, verdict, expected, seen };
    return { source, condition: text, verdict, expected, seen, reason };
  }
  return reason === undefined
    ? { source, condition: text, verdict, seen }
    : { source, condition: text, verdict, seen, reason };
}

function reasonOf(outcome: Outcome): string | undefined {
  if (typeof outcome === 'boolean') return undefined;
  return outcome instanceof Unknown ? `the fact has no "${outcome.field}"` : outcome.message;
}

function seenBy(fields: Wording['fields'], fact: RuleFact): Readonly<Record<string, unknown>> {
  const seen: Record<string, unknown> = {};
  for (const { name, path } of fields) {
    const value = readPath(fact, path);
    if (value === undefined) continue;
    if (name === '__proto__') Object.defineProperty(seen, name, { value, enumerable: true });
    else seen[name] = value;
  }
  return seen;
}

interface Wording {
  readonly text: string;
  readonly fields: readonly { readonly name: string; readonly path: Path }[];
}

const wordings = new WeakMap<Condition, Wording>();

/** What does not depend on the fact; made once for each condition. */
function wordingOf(condition: Condition): Wording {
  const known = wordings.get(condition);
  if (known !== undefined) return known;
  const fields = pathsOf(condition).map((path) => ({ name: formatPath(path), path }));
  const wording = { text: formatCondition(condition), fields };
  wordings.set(condition, wording);
  return wording;
}

function pathsOf(condition: Condition): readonly Path[] {
  if (condition.kind === 'atom') return [condition.atom.path];
  return condition.kind === 'expression' ? condition.paths : [['text']];
}
