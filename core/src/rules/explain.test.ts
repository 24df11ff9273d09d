// oxlint-disable unicorn/no-thenable -- rules have a field "then"
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { stages } from './actions/action.ts';
import { compileRules } from './compile.ts';
import { facts, ruleSets } from './testing/arbitrary-rules.ts';
import { ruleSet } from './testing/fixtures.ts';

const rules = compileRules([
  ruleSet('guard', [
    {
      id: 'scale-to-zero',
      match: { environment: 'production' },
      when: 'step.arguments.replicas == 0 && (tool == "scale" || tool.startsWith("set-"))',
      then: [{ deny: {} }],
    },
  ]),
]);

test('an explanation shows each condition with what was expected and what was seen', () => {
  const fact = { environment: 'production', tool: 'scale', step: { arguments: { replicas: 3 } } };
  assert.deepEqual(rules.explain('scale-to-zero', fact), {
    id: 'scale-to-zero',
    stage: 'guard',
    layer: 'plugin',
    mode: 'enforce',
    verdict: 'false',
    fires: false,
    conditions: [
      {
        source: 'match',
        condition: 'environment equals "production"',
        verdict: 'true',
        expected: 'production',
        seen: { environment: 'production' },
      },
      {
        source: 'when',
        condition: 'step.arguments.replicas equals 0',
        verdict: 'false',
        expected: 0,
        seen: { 'step.arguments.replicas': 3 },
      },
      {
        source: 'when',
        condition: 'tool == "scale" || tool.startsWith("set-")',
        verdict: 'true',
        seen: { tool: 'scale' },
      },
    ],
    captures: {},
  });
});

test('an explanation says which field is missing, and that a guard rule fires for it', () => {
  const { verdict, fires, conditions } = rules.explain('scale-to-zero', { environment: 'production', tool: 'scale' });
  assert.equal(verdict, 'unknown');
  assert.equal(fires, true);
  assert.equal(conditions[1]?.reason, 'the fact has no "step.arguments.replicas"');
});

test('an explanation says what went wrong', () => {
  const { verdict, fires, conditions } = rules.explain('scale-to-zero', {
    environment: 'production',
    tool: 3,
    step: 'none',
  });
  assert.equal(verdict, 'error');
  assert.equal(fires, false);
  assert.equal(conditions[1]?.reason, 'step is string and has no field "arguments"');
});

test('a rule fires exactly when its explanation says so', () => {
  for (const fact of [
    {},
    { environment: 'staging' },
    { environment: 'production', tool: 'scale', step: { arguments: { replicas: 0 } } },
  ]) {
    assert.equal(rules.explain('scale-to-zero', fact).fires, rules.evaluate('guard', fact).includes('scale-to-zero'));
  }
});

for (const stage of stages) {
  test(`${stage}: whatever the rules and the facts, explanations name the rules that an evaluation names`, () => {
    fc.assert(
      fc.property(ruleSets(stage, 20), fc.array(facts, { minLength: 1, maxLength: 4 }), (sets, series) => {
        const compiled = compileRules(sets);
        for (const fact of series) {
          const explained = compiled.rules(stage).filter(({ id }) => compiled.explain(id, fact).fires);
          assert.deepEqual(new Set(explained.map(({ id }) => id)), new Set(compiled.evaluate(stage, fact)));
        }
      }),
      { numRuns: 100 },
    );
  });
}

test('of rules of several workspaces with one id, that of the workspace of the fact is explained', () => {
  const own = (workspace: string, team: string): ReturnType<typeof ruleSet> =>
    ruleSet('diagnose', [{ id: 'shared-name', match: { team } }], { layer: 'workspace', workspace });
  const both = compileRules([own('one', 'payments'), own('two', 'search')]);
  const explained = (workspace: string): unknown => {
    const { fires, conditions } = both.explain('shared-name', { workspace, team: 'search' });
    return [fires, conditions.map(({ expected }) => expected)];
  };
  assert.deepEqual(explained('one'), [false, ['payments']]);
  assert.deepEqual(explained('two'), [true, ['search']]);
  assert.deepEqual(explained('three'), [false, ['payments']]);
});

test('what a condition read is shown under the name of its field, whatever that name is', () => {
  const named = compileRules([ruleSet('diagnose', [{ match: { ['__proto__']: 'a', 'x["y z"]': 'b' } }])]);
  const fact = JSON.parse('{"__proto__": "a", "x": {"y z": "c"}}') as Record<string, unknown>;
  assert.deepEqual(
    named.explain('rule-0', fact).conditions.map(({ seen }) => Object.entries(seen)),
    [[['__proto__', 'a']], [['x["y z"]', 'c']]],
  );
});
