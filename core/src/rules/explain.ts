import { messageOf } from '../errors.ts';
import type { Stage } from './actions/action.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { readField, testValue } from './condition/atom.ts';
import { type ConditionSource, testCondition } from './condition/condition.ts';
import { readPath } from './condition/path.ts';
import { and, type Outcome, type Verdict, verdictOf } from './condition/verdict.ts';
import { actionsThatFire, testConditions } from './evaluate.ts';
import { newFrame } from './expression/frame.ts';
import { Failure, Unknown } from './expression/values.ts';
import type { Captures } from './language/capture.ts';
import type { Layer, Mode, RuleFact } from './set/rule-set.ts';
import { type Wording, wordingOf } from './wording.ts';

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

/** Explains one rule. What does not depend on the fact is made once, when it is first asked for. */
export class RuleExplainer {
  readonly rule: CompiledRule;
  #wordings: readonly Wording[] | undefined;

  constructor(rule: CompiledRule) {
    this.rule = rule;
  }

  /** Evaluates every condition of the rule, also those that an evaluation would not have come to. */
  explain(fact: RuleFact): Explanation {
    const { rule } = this;
    const { id, stage, layer, mode, workspace } = rule;
    let outcome: Outcome = true;
    let together = false;
    this.#wordings ??= rule.conditions.map(wordingOf);
    const conditions = this.#wordings.map((wording) => {
      const seen: Record<string, unknown> = {};
      const own = attempt(wording, fact, seen);
      outcome = and(outcome, own);
      together ||= wording.atom === undefined && wording.condition.kind === 'expression';
      return explainCondition(wording, own, seen);
    });
    // Expressions share the steps that a rule may take: together they may fail where each of them would not.
    if (together) outcome = testConditions(rule.conditions, newFrame(fact));
    const fires = mode === 'enforce' && actionsThatFire(rule, outcome) !== undefined;
    const here = workspace === undefined || workspace === fact['workspace'];
    const captures = outcome === true ? rule.text?.match(fact)?.captures : undefined;
    return {
      id,
      stage,
      layer,
      mode,
      verdict: verdictOf(outcome),
      fires: fires && here,
      conditions,
      captures: captures ?? {},
    };
  }
}

/** What the condition says of the fact. What it reads there goes into `seen`. */
function attempt(wording: Wording, fact: RuleFact, seen: Record<string, unknown>): Outcome {
  try {
    if (wording.atom === undefined) {
      for (const { name, path } of wording.fields) show(seen, name, readPath(fact, path));
      return testCondition(wording.condition, newFrame(fact));
    }
    const { atom, field } = wording;
    const value = readField(field.path, fact);
    if (!(value instanceof Failure)) show(seen, field.name, value);
    return testValue(atom, value);
  } catch (error) {
    return new Failure(messageOf(error));
  }
}

function show(seen: Record<string, unknown>, name: string, value: unknown): void {
  if (value === undefined) return;
  if (name === '__proto__') Object.defineProperty(seen, name, { value, enumerable: true });
  else seen[name] = value;
}

function explainCondition(
  { source, text, atom }: Wording,
  outcome: Outcome,
  seen: ExplainedCondition['seen'],
): ExplainedCondition {
  const verdict = verdictOf(outcome);
  const reason = reasonOf(outcome);
  // One literal for each shape: that is how objects are made fastest.
  if (atom !== undefined) {
    const expected = atom.operand;
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
