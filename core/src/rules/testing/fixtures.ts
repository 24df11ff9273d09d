// oxlint-disable unicorn/no-thenable -- rules have a field "then"
import assert from 'node:assert/strict';
import { HexaopsError } from '../../errors.ts';
import type { Stage } from '../actions/action.ts';
import { compileRules } from '../compile.ts';
import type { RuleIssue } from '../set/issue.ts';
import type { Rule, RuleFact, RuleSet } from '../set/rule-set.ts';
import type { Verdict } from '../condition/verdict.ts';

/** A set of one stage whose rules say only what a test is about. */
export function ruleSet(stage: Stage, rules: readonly Partial<Rule>[], more: Partial<RuleSet> = {}): RuleSet {
  return {
    apiVersion: 'hexaops/v1',
    kind: 'RuleSet',
    stage,
    rules: rules.map((rule, index) => ({ id: `rule-${index}`, then: [], ...rule })),
    ...more,
  };
}

/** The verdict of one condition on a fact. */
export function verdictOfRule(rule: Partial<Rule>, fact: RuleFact): Verdict {
  return compileRules([ruleSet('diagnose', [rule])]).explain('rule-0', fact).verdict;
}

/** The mistakes that `run` raises as `rules-invalid`; none where it raises nothing. */
export function issuesOf(run: () => unknown): readonly RuleIssue[] {
  try {
    run();
  } catch (error) {
    assert.ok(HexaopsError.is(error, 'rules-invalid'));
    return error.details?.['issues'] as readonly RuleIssue[];
  }
  return [];
}
