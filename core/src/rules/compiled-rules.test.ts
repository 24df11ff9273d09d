import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { stages, type Stage } from './actions/action.ts';
import { compileRules } from './compile.ts';
import type { CompiledRules } from './compiled-rules.ts';
import { type Evaluation, evaluateRules } from './evaluate.ts';
import { decideGuard } from './guard.ts';
import { compareRules } from './order.ts';
import type { RuleFact } from './set/rule-set.ts';
import { facts, ruleSets } from './testing/arbitrary-rules.ts';

/** What the rules say when each of them is evaluated with all its conditions. */
function evaluateEach(rules: CompiledRules, stage: Stage, fact: RuleFact): Evaluation {
  const evaluateOf = (workspace: unknown): Evaluation =>
    evaluateRules(
      rules
        .rules(stage)
        .filter((rule) => rule.mode !== 'off' && rule.workspace === workspace)
        .map((rule) => ({ rule, conditions: rule.conditions })),
      fact,
    );
  const shared = evaluateOf(undefined);
  if (fact['workspace'] === undefined) return sorted(shared);
  const own = evaluateOf(fact['workspace']);
  return sorted({
    fired: [...shared.fired, ...own.fired],
    dryRun: [...shared.dryRun, ...own.dryRun],
    unknown: [...shared.unknown, ...own.unknown],
    errors: [...shared.errors, ...own.errors],
  });
}

function sorted(evaluation: Evaluation): Evaluation {
  const { fired, dryRun } = evaluation;
  return { ...evaluation, fired: fired.toSorted(compareRules), dryRun: dryRun.toSorted(compareRules) };
}

for (const stage of stages) {
  test(`${stage}: the rules that the index finds say what all rules say, whatever the facts before`, () => {
    fc.assert(
      fc.property(ruleSets(stage, 150), fc.array(facts, { minLength: 1, maxLength: 12 }), (sets, series) => {
        const rules = compileRules(sets);
        for (const fact of series) {
          const expected = evaluateEach(rules, stage, fact);
          assert.deepEqual(rules.fired(stage, fact), expected.fired);
          assert.deepEqual(rules.dryRun(stage, fact), expected.dryRun);
          assert.deepEqual(rules.first(stage, fact), expected.fired[0]);
          assert.deepEqual(
            rules.evaluate(stage, fact),
            expected.fired.map(({ id }) => id),
          );
          assert.deepEqual(rules.assess(stage, fact), expected);
          if (stage === 'guard')
            assert.deepEqual(rules.decide(fact), decideGuard(expected as Evaluation<'guard'>, fact));
        }
      }),
      { numRuns: 100 },
    );
  });
}
