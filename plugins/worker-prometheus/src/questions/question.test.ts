import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { requireAffordable } from '../promql/cost.ts';
import { scopeExpression } from '../promql/scope.ts';
import { usualApplications } from './applications.ts';
import { questionOf, questions } from './questions.ts';
import { objectOf } from './object-of.ts';

const matcher = { label: 'workspace_id', value: 'w-1' };
const limits = { lookback: 744 * 3_600_000, points: 1000, selectors: 50 };
const terms = { window: '[120s]', applications: usualApplications };

describe('questions that need no PromQL', () => {
  for (const question of questions) {
    test(`${question.id} is PromQL that can be bound and afforded, about all, a namespace, or a workload`, () => {
      const longest = { namespace: 'n'.repeat(63), workload: 'a.'.repeat(126) };
      for (const subject of [{}, { namespace: 'shop' }, { namespace: 'shop', workload: 'check.out' }, longest])
        for (const expression of question.expressions(subject, terms))
          requireAffordable(scopeExpression(expression, matcher), limits);
    });
  }

  test('a name of any characters stays a value of a matcher', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fc.constantFrom(...questions), name, name, (question, namespace, workload) => {
        const bare = (text: string) => scopeExpression(text, matcher).replace(/"(\\.|[^"\\])*"/g, '""');
        const plain = question.expressions({ namespace: 'shop', workload: 'checkout' }, terms).map(bare);
        assert.deepEqual(question.expressions({ namespace, workload }, terms).map(bare), plain);
      }),
    );
  });

  test('a workload is its own pods, not those of one whose name goes on', () => {
    const [cpu = ''] = questionOf('cpu').expressions({ workload: 'cart' }, terms);
    const pattern = /pod=~"([^"]*)"/.exec(cpu)?.[1] ?? '';
    const isOf = (pod: string) => new RegExp(`^(?:${pattern})$`).test(pod);
    for (const pod of ['cart-0', 'cart-7d9f8b6c5-x2x4z', 'cart-abcde', 'cart']) assert.ok(isOf(pod), pod);
    for (const pod of ['cartoon-0', 'my-cart-0', 'cart-a-b-c-d']) assert.ok(!isOf(pod), pod);
  });

  test('metrics have the names that the operator tells', () => {
    const own = { requests: 'my_requests', duration: 'my_time', service: 'app', status: ['rc'], failed: '[45]..' };
    const applications = [{ ...own, unit: 'milliseconds' as const, only: { side: 'server' } }];
    const [errors] = questionOf('errors').expressions({ workload: 'cart' }, { ...terms, applications });
    assert.equal(
      errors,
      '(sum by (namespace, app) (rate(my_requests{rc=~"[45]..",side="server",app="cart"}[120s])) or 0 * sum by (namespace, app) (rate(my_requests{side="server",app="cart"}[120s]))) / sum by (namespace, app) (rate(my_requests{side="server",app="cart"}[120s]))',
    );
    const [latency = ''] = questionOf('latency').expressions({}, { ...terms, applications });
    assert.match(latency, /my_time_bucket\{side="server"\}/);
    assert.match(latency, /\) \/ 1000$/);
  });
});

describe('the object that a series is about', () => {
  for (const [labels, expected] of [
    [
      { namespace: 'shop', pod: 'cart-7d9f8b6c5-x2x4z' },
      { kind: 'Deployment', namespace: 'shop', name: 'cart' },
    ],
    [
      { namespace: 'shop', pod: 'postgres-0' },
      { kind: 'StatefulSet', namespace: 'shop', name: 'postgres' },
    ],
    [
      { namespace: 'shop', pod: 'log-agent-x2x4z' },
      { kind: 'Pod', namespace: 'shop', name: 'log-agent-x2x4z' },
    ],
    [
      { namespace: 'shop', service: 'cart' },
      { kind: 'Service', namespace: 'shop', name: 'cart' },
    ],
    [
      { namespace: 'shop', service: 'cart', pod: 'cart-0' },
      { kind: 'StatefulSet', namespace: 'shop', name: 'cart' },
    ],
    [
      { namespace: 'shop', pod: 'cart-0', container: 'server', service: 'kube-state-metrics', node: 'worker-1' },
      { kind: 'StatefulSet', namespace: 'shop', name: 'cart' },
    ],
    [
      { namespace: 'shop', deployment: 'cart', service: 'kube-state-metrics', pod: 'kube-state-metrics-0' },
      { kind: 'Deployment', namespace: 'shop', name: 'cart' },
    ],
    [
      { namespace: 'monitoring', service: 'node-exporter', pod: 'node-exporter-x2x4z', instance: '10.0.0.1:9100' },
      { kind: 'Node', name: '10.0.0.1' },
    ],
    [
      { namespace: 'monitoring', service: 'kubelet', node: 'worker-1' },
      { kind: 'Node', name: 'worker-1' },
    ],
    [
      { destination_service_namespace: 'shop', destination_service_name: 'cart' },
      { kind: 'Service', namespace: 'shop', name: 'cart' },
    ],
    [
      { namespace: 'shop', persistentvolumeclaim: 'data-0' },
      { kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'data-0' },
    ],
    [
      { namespace: 'monitoring', node: 'worker-1' },
      { kind: 'Node', name: 'worker-1' },
    ],
    [{ namespace: 'shop' }, { kind: 'Namespace', name: 'shop' }],
    [{ pod: '' }, undefined],
    [{}, undefined],
  ] as const)
    test(JSON.stringify(labels), () => assert.deepEqual(objectOf(labels), expected));

  test('is looked up among the own labels alone', () => {
    assert.equal(objectOf(JSON.parse('{"__proto__": {"pod": "x"}}') as Record<string, string>), undefined);
  });
});
