// oxlint-disable unicorn/no-thenable -- rules have a field "then"
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileRules } from '../compile.ts';
import type { Rule } from '../set/rule-set.ts';
import { issuesOf, ruleSet } from '../testing/fixtures.ts';

const schemas = {
  guard: {
    type: 'object',
    properties: {
      environment: { enum: ['production', 'staging'], type: 'string' },
      tool: { type: 'string' },
      tainted: { type: 'boolean' },
      step: { type: 'object', properties: { arguments: { type: 'object' }, tries: { type: 'integer' } } },
      changes: { type: 'array', items: { type: 'object', properties: { path: { type: 'string' } } } },
    },
  },
} as const;

function messages(rule: Partial<Rule>): readonly string[] {
  return issuesOf(() => compileRules([ruleSet('guard', [rule])], { schemas })).map(
    ({ message, nextStep }) => `${message}; ${nextStep}`,
  );
}

test('with a schema a wrong name lists the right ones', () => {
  assert.deepEqual(messages({ when: 'enviroment == "production"' }), [
    'unknown field of the fact "enviroment"; use one of: environment, tainted, changes, step, tool',
  ]);
  assert.deepEqual(messages({ when: 'step.args.replicas == 0' }), [
    'unknown field of step "args"; use one of: tries, arguments',
  ]);
  assert.deepEqual(messages({ when: 'has(step.args)' }), [
    'unknown field of step "args"; use one of: tries, arguments',
  ]);
  assert.deepEqual(messages({ match: { 'step.args.replicas': 0 } }), [
    'unknown field of step "args"; use one of: tries, arguments',
  ]);
  assert.deepEqual(messages({ when: 'changes.exists(c, c.paht == "x")' }), [
    'unknown field of c "paht"; use one of: path',
  ]);
  assert.deepEqual(messages({ match: { environment: 'prod' } }), [
    'unknown environment "prod"; use one of: production, staging',
  ]);
  assert.deepEqual(messages({ then: [{ deny: { reason: 'no ${tol}' } }] }), [
    'template: unknown field of the fact "tol"; use one of: tool, step, tainted, changes, environment',
  ]);
});

test('with a schema types are checked', () => {
  assert.match(messages({ when: 'tool > 3' })[0] ?? '', /no such overload: string > int/);
  assert.match(messages({ match: { tainted: 'yes' } })[0] ?? '', /tainted is boolean, and is compared with "yes"/);
  assert.match(messages({ when: 'tainted && tool' })[0] ?? '', /string/);
});

test('with a schema what is right is accepted', () => {
  assert.deepEqual(
    messages({
      match: { 'step.arguments.anything': 1, environment: ['production', 'staging'] },
      when: 'step.tries == 0.0 && step.tries / 2 > 0.5 && changes.all(c, c.path.startsWith("spec")) && (tainted || tool == "x")',
      then: [{ deny: { reason: '${tool} with ${step.arguments.replicas}' } }],
    }),
    [],
  );
});

test('without a schema every name is allowed', () => {
  assert.deepEqual(
    compileRules([ruleSet('guard', [{ when: 'no.such.field == 1', then: [{ allow: true }] }])]).evaluate('guard', {}),
    [],
  );
});

test('a template names parts that its capture has, with a schema or without', () => {
  const text = { phrases: ['stop {workload}'], captures: { workload: { type: 'object' as const } } };
  const then = [{ answer: { template: '${workload} in ${workload.namspace}' } }];
  assert.deepEqual(
    issuesOf(() => compileRules([ruleSet('route', [{ match: { text }, then }])])).map(({ message, nextStep }) => [
      message,
      nextStep,
    ]),
    [['template: unknown part of the capture workload "namspace"', 'use one of: namespace, name, raw, kind']],
  );
});
