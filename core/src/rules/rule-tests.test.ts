// oxlint-disable unicorn/no-thenable -- rules have a field "then"
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runRuleTests } from './rule-tests.ts';
import type { Rule, RuleTest } from './set/rule-set.ts';
import { ruleSet } from './testing/fixtures.ts';
import type { Stage } from './actions/action.ts';

function failures(stage: Stage, rule: Partial<Rule>, tests: readonly RuleTest[]): readonly string[] {
  return runRuleTests([ruleSet(stage, [{ ...rule, tests }])]).map(({ message }) => message);
}

test('a test says whether its own rule fires, also of a rule that is off or a dry run', () => {
  const tests: readonly RuleTest[] = [
    { given: { n: 1 }, expect: 'fires' },
    { given: { n: 1 }, expect: 'none' },
    { given: { n: 2 }, expect: 'fires' },
    { given: {}, expect: { verdict: 'unknown' } },
    { given: {}, expect: { verdict: 'false' } },
  ];
  const expected = [
    '',
    'expected it not to fire, and it fired',
    'expected it to fire, and it is false',
    '',
    'expected the verdict false, and it is unknown',
  ];
  for (const mode of ['enforce', 'dryRun', 'off'] as const) {
    assert.deepEqual(failures('trigger', { mode, when: 'n == 1' }, tests), expected);
  }
});

test('a test may expect a decision, which is that of all guard rules', () => {
  const given = {};
  const results = runRuleTests([
    ruleSet('guard', [
      {
        id: 'a',
        then: [{ allow: {} }],
        tests: [
          { given, expect: { decision: 'deny' } },
          { name: 'wrong', given, expect: { decision: 'allow' } },
        ],
      },
      { id: 'b', then: [{ deny: {} }] },
    ]),
  ]);
  assert.deepEqual(
    results.map(({ rule, test, passed, message }) => [rule, test, passed, message]),
    [
      ['a', 'test 1', true, ''],
      ['a', 'wrong', false, 'expected the decision allow, and it is deny'],
    ],
  );
  assert.equal(results[1]?.explanation?.id, 'a');
});

test('a test may expect captures and parts of rendered actions', () => {
  const rule: Partial<Rule> = {
    match: { text: { phrases: ['restart {name}'], captures: { name: { type: 'object' } } } },
    then: [
      { plan: { task: 'restart ${name}', steps: [{ id: 'a', tool: 'restart', arguments: { name: '${name}' } }] } },
    ],
  };
  const given = { text: 'please restart checkout' };
  assert.deepEqual(
    failures('route', rule, [
      {
        given,
        expect: {
          captures: { name: 'checkout' },
          plan: { task: 'restart checkout', steps: [{ arguments: { name: 'checkout' } }] },
        },
      },
      { given, expect: { captures: { name: 'payments' } } },
      { given, expect: { plan: { steps: [{ tool: 'delete' }] } } },
      { given, expect: { answer: { template: 'x' } } },
      { given: { text: 'stop' }, expect: { plan: {} } },
    ]).map((message) => message.slice(0, 60)),
    [
      '',
      'expected captures {"name":"payments"}, and it is {"name":"ch',
      'expected plan {"steps":[{"tool":"delete"}]}, and it is {"tas',
      'expected answer {"template":"x"}, and it is not there',
      'expected plan {}, and it is not there',
    ],
  );
});

test('a rule of a workspace is tested in its workspace', () => {
  const set = ruleSet('guard', [{ then: [{ deny: {} }], tests: [{ given: {}, expect: { decision: 'deny' } }] }], {
    layer: 'workspace',
    workspace: 'w',
  });
  assert.equal(runRuleTests([set])[0]?.passed, true);
});
