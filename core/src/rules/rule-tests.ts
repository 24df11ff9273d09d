import { isDeepStrictEqual } from 'node:util';
import type { Action } from './actions/action.ts';
import { renderAction } from './actions/render.ts';
import { type CompileOptions, compileRules } from './compile.ts';
import type { CompiledRules } from './compiled-rules.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { fire, testConditions } from './evaluate.ts';
import { newFrame } from './expression/frame.ts';
import { type Explanation, RuleExplainer } from './explain.ts';
import type { RuleExpectation, RuleFact, RuleSet, RuleTest } from './set/rule-set.ts';
import { verdictOf } from './condition/verdict.ts';

export interface RuleTestResult {
  readonly rule: string;
  /** As named, or `test 1`. */
  readonly test: string;
  readonly passed: boolean;
  /** What was expected and what came; empty when it passed. */
  readonly message: string;
  /** Why the rule fired or did not; when the test failed. */
  readonly explanation?: Explanation;
}

/**
 * Runs the `tests` of every rule, also of those that are off or dry runs. Each test looks at its own rule alone, but
 * `decision`, which is that of all guard rules of the sets. Raises `rules-invalid` for sets that do not compile.
 */
export function runRuleTests(sets: readonly RuleSet[], options: CompileOptions = {}): readonly RuleTestResult[] {
  const compiled = compileRules(sets, options);
  return compiled.rules().flatMap((rule) => rule.tests.map((test, index) => runTest(compiled, rule, test, index)));
}

function runTest(compiled: CompiledRules, rule: CompiledRule, test: RuleTest, index: number): RuleTestResult {
  const fact = rule.workspace === undefined ? test.given : { workspace: rule.workspace, ...test.given };
  const message = differences(compiled, rule, fact, test.expect).join('; ');
  return {
    rule: rule.id,
    test: test.name ?? `test ${index + 1}`,
    passed: message === '',
    message,
    ...(message === '' ? {} : { explanation: new RuleExplainer(rule).explain(fact) }),
  };
}

function differences(
  compiled: CompiledRules,
  rule: CompiledRule,
  fact: RuleFact,
  expect: RuleExpectation,
): readonly string[] {
  const outcome = testConditions(rule.conditions, newFrame(fact));
  const verdict = verdictOf(outcome);
  const fired = fire(rule, outcome, fact);
  if (expect === 'none') return fired === undefined ? [] : ['expected it not to fire, and it fired'];
  if (expect === 'fires') return fired === undefined ? [`expected it to fire, and it is ${verdict}`] : [];
  const found: string[] = [];
  const { verdict: expectedVerdict, decision, captures, ...actions } = expect;
  if (expectedVerdict !== undefined && expectedVerdict !== verdict) {
    found.push(`expected the verdict ${expectedVerdict}, and it is ${verdict}`);
  }
  if (decision !== undefined) {
    const decided = compiled.decide(fact).decision;
    if (decided !== decision) found.push(`expected the decision ${decision}, and it is ${decided}`);
  }
  if (captures !== undefined) {
    const values = Object.fromEntries(Object.entries(fired?.captures ?? {}).map(([name, { value }]) => [name, value]));
    found.push(...compare('captures', captures, fired && values));
  }
  const rendered = fired?.actions.map((action) => renderAction<Action>(action, fact, fired.captures)) ?? [];
  for (const [name, expected] of Object.entries(actions)) {
    const candidates = rendered
      .filter((action) => name in action)
      .map((action) => new Map<string, unknown>(Object.entries(action)).get(name));
    if (!candidates.some((candidate) => includes(candidate, expected)))
      found.push(...compare(name, expected, candidates[0]));
  }
  return found;
}

function compare(name: string, expected: unknown, actual: unknown): readonly string[] {
  if (includes(actual, expected)) return [];
  return [
    `expected ${name} ${JSON.stringify(expected)}, and it is ${actual === undefined ? 'not there' : JSON.stringify(actual)}`,
  ];
}

/** Objects are compared in the parts that are expected; lists element by element. */
function includes(actual: unknown, expected: unknown): boolean {
  if (typeof expected !== 'object' || expected === null) return isDeepStrictEqual(actual, expected);
  if (typeof actual !== 'object' || actual === null || Array.isArray(actual) !== Array.isArray(expected)) return false;
  if (Array.isArray(expected) && (actual as readonly unknown[]).length !== expected.length) return false;
  return Object.entries(expected).every(
    ([key, value]) => Object.hasOwn(actual, key) && includes((actual as Record<string, unknown>)[key], value),
  );
}
