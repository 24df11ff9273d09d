import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { requireAffordable } from '../promql/cost.ts';
import { scopeExpression } from '../promql/scope.ts';
import { questions } from './question.ts';

const matcher = { label: 'workspace_id', value: 'w-1' };
const limits = { lookback: 744 * 3_600_000, points: 1000, selectors: 50 };

describe('questions that need no PromQL', () => {
  for (const question of questions) {
    test(`${question.id} is PromQL that can be bound and afforded, about all, a namespace, or a workload`, () => {
      for (const subject of [{}, { namespace: 'shop' }, { namespace: 'shop', workload: 'check.out' }])
        requireAffordable(scopeExpression(question.expression(subject), matcher), limits);
    });
  }

  test('a name of any characters stays a value of a matcher', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fc.constantFrom(...questions), name, name, (question, namespace, workload) => {
        const bare = (text: string) => scopeExpression(text, matcher).replace(/"(\\.|[^"\\])*"/g, '""');
        const plain = bare(question.expression({ namespace: 'shop', workload: 'checkout' }));
        assert.equal(bare(question.expression({ namespace, workload })), plain);
      }),
    );
  });

  test('a workload is its own pods, not those of one whose name goes on', () => {
    const cpu = questions.find(({ id }) => id === 'cpu');
    const pattern = /pod=~"([^"]*)"/.exec(cpu?.expression({ workload: 'cart' }) ?? '')?.[1] ?? '';
    const isOf = (pod: string) => new RegExp(`^(?:${pattern})$`).test(pod);
    for (const pod of ['cart-0', 'cart-7d9f8b6c5-x2x4z', 'cart-abcde', 'cart']) assert.ok(isOf(pod), pod);
    for (const pod of ['cartoon-0', 'my-cart-0', 'cart-a-b-c-d']) assert.ok(!isOf(pod), pod);
  });
});
