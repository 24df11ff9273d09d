import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { FieldConditions, MatchValue, RuleFact } from '../set/rule-set.ts';
import { verdictOfRule } from '../testing/fixtures.ts';

const cases: readonly (readonly [condition: MatchValue, value: unknown, verdict: string])[] = [
  ['a', 'a', 'true'],
  ['a', 'b', 'false'],
  [0, 0.0, 'true'],
  [0, '0', 'false'],
  [null, null, 'true'],
  [null, undefined, 'unknown'],
  [true, true, 'true'],
  [['a', 'b'], 'b', 'true'],
  [['a', 'b'], 'c', 'false'],
  [[], 'a', 'false'],
  [['a', 'b'], undefined, 'unknown'],
  [{ equals: 1 }, 1, 'true'],
  [{ not: 'a' }, 'b', 'true'],
  [{ not: 'a' }, 'a', 'false'],
  [{ not: 'a' }, undefined, 'unknown'],
  [{ in: [1, 2] }, 2, 'true'],
  [{ notIn: [1, 2] }, 3, 'true'],
  [{ notIn: [1, 2] }, undefined, 'unknown'],
  [{ greaterThan: 3 }, 3, 'false'],
  [{ atLeast: 3 }, 3, 'true'],
  [{ lessThan: 3 }, 3, 'false'],
  [{ atMost: 3 }, 3, 'true'],
  [{ atLeast: 1, lessThan: 3 }, 3, 'false'],
  [{ atLeast: 1, lessThan: 3 }, 2, 'true'],
  [{ greaterThan: 3 }, 'four', 'error'],
  [{ greaterThan: 'b' }, 'c', 'true'],
  [{ contains: 'b-' }, 'web-1', 'true'],
  [{ contains: 'x' }, ['x', 'y'], 'true'],
  [{ contains: 2 }, [1, 2], 'true'],
  [{ contains: 'x' }, 3, 'error'],
  [{ startsWith: 'we' }, 'web', 'true'],
  [{ endsWith: 'b' }, 'web', 'true'],
  [{ matches: '^w.b$' }, 'web', 'true'],
  [{ matches: 'e' }, 'web', 'true'],
  [{ matches: 'e' }, 3, 'error'],
  [{ exists: true }, null, 'true'],
  [{ exists: true }, undefined, 'false'],
  [{ exists: false }, undefined, 'true'],
  [{ words: ['slow', 'hang'] }, 'It is Slow!', 'true'],
  [{ words: ['slow'] }, 'slowly', 'false'],
  [{ words: ['out of memory'] }, 'killed: Out of memory (oom)', 'true'],
];

for (const [condition, value, verdict] of cases) {
  test(`${JSON.stringify(condition)} on ${JSON.stringify(value) ?? 'a missing field'} is ${verdict}`, () => {
    assert.equal(verdictOfRule({ match: { field: condition } }, value === undefined ? {} : { field: value }), verdict);
  });
}

test('a key is a path, with brackets for names that are no identifiers', () => {
  const fact: RuleFact = {
    step: { arguments: { replicas: 0 } },
    labels: { 'a/b': 'c' },
    items: [{ n: 1 }],
    'dashed-name': 1,
  };
  for (const match of [
    { 'step.arguments.replicas': 0 },
    { 'labels["a/b"]': 'c' },
    { "labels['a/b']": 'c' },
    { 'items[0].n': 1 },
    { 'dashed-name': 1 },
  ]) {
    assert.equal(verdictOfRule({ match }, fact), 'true', JSON.stringify(match));
  }
});

test('a rule without conditions always holds', () => {
  assert.equal(verdictOfRule({}, {}), 'true');
});

const operators: readonly (readonly [operator: keyof FieldConditions, expression: string])[] = [
  ['equals', 'field == $'],
  ['not', 'field != $'],
  ['greaterThan', 'field > $'],
  ['atLeast', 'field >= $'],
  ['lessThan', 'field < $'],
  ['atMost', '$ >= field'],
  ['contains', 'field.contains($)'],
  ['startsWith', 'field.startsWith($)'],
  ['endsWith', 'field.endsWith($)'],
  ['in', 'field in [$, "z", 9]'],
];

test('a condition in "match" says what the same condition in "when" says, lowered or not', () => {
  const scalar = fc.oneof(fc.constantFrom('', 'a', 'ab', 'b'), fc.constantFrom(0, 1, -1, 0.5), fc.boolean());
  const value = fc.option(fc.oneof(scalar, fc.constant(null)), { nil: undefined });
  fc.assert(
    fc.property(fc.constantFrom(...operators), scalar, value, ([operator, expression], operand, field) => {
      const textual = expression.includes('.');
      if (textual && typeof operand !== 'string') return;
      if (['greaterThan', 'atLeast', 'lessThan', 'atMost'].includes(operator) && typeof operand === 'boolean') return;
      const fact = field === undefined ? {} : { field };
      const written = operator === 'in' ? { in: [operand, 'z', 9] } : { [operator]: operand };
      const when = expression.replace('$', JSON.stringify(operand));
      const verdict = verdictOfRule({ match: { field: written } }, fact);
      assert.equal(verdictOfRule({ when }, fact), verdict, when);
      assert.equal(verdictOfRule({ when: `(${when}) == true` }, fact), verdict, when);
    }),
  );
});
