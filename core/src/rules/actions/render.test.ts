import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Captures } from '../language/capture.ts';
import type { PlanAction } from './action.ts';
import { renderAction } from './render.ts';
import { renderTemplate } from './template.ts';

const captures: Captures = {
  workload: {
    type: 'object',
    raw: 'shop/checkout',
    value: 'checkout',
    object: { name: 'checkout', namespace: 'shop' },
    kinds: [],
  },
  replicas: { type: 'integer', raw: 'three', value: 3 },
  window: { type: 'duration', raw: 'an hour', value: '1h', milliseconds: 3_600_000 },
};

test('a template that is one placeholder keeps the type of the value', () => {
  assert.equal(renderTemplate('${replicas}', {}, captures), 3);
  assert.deepEqual(renderTemplate('${object}', { object: { kind: 'Pod' } }, {}), { kind: 'Pod' });
  assert.equal(renderTemplate('${missing.field}', {}, {}), undefined);
});

test('in a text, values are inserted; what is missing is said to be unknown', () => {
  const fact = { pod: { name: 'web-1', restarts: 4, ready: false }, list: [1], nothing: null };
  assert.equal(
    renderTemplate(
      '${pod.name} restarted ${pod.restarts} times, ready: ${pod.ready}, ${list}, ${nothing}, ${other}',
      fact,
      {},
    ),
    'web-1 restarted 4 times, ready: false, [1], (unknown), (unknown)',
  );
  assert.equal(renderTemplate('costs $${x} or $5', { x: 1 }, {}), 'costs ${x} or $5');
});

test('a capture goes before a field of the fact, and has parts', () => {
  assert.equal(
    renderTemplate('${workload} in ${workload.namespace}', { workload: 'other' }, captures),
    'checkout in shop',
  );
  assert.equal(renderTemplate('${workload.kind}', {}, captures), undefined);
  assert.equal(
    renderTemplate('${window} is ${window.milliseconds} ms, "${window.raw}"', {}, captures),
    '1h is 3600000 ms, "an hour"',
  );
});

test('a capture may have been resolved to an object of the workspace since', () => {
  const object = { kind: 'Deployment', namespace: 'store', name: 'checkout-v2' };
  const resolved: Captures = { workload: { type: 'object', raw: 'checkout', value: object.name, object, kinds: [] } };
  assert.equal(
    renderTemplate('${workload.kind} ${workload.namespace}/${workload}', {}, resolved),
    'Deployment store/checkout-v2',
  );
});

test('an action is rendered throughout; arguments that have no value are left out', () => {
  const action: PlanAction = {
    plan: {
      task: 'scale ${workload}',
      steps: [
        {
          id: 's',
          tool: 'scale-deployment',
          arguments: {
            name: '${workload}',
            kind: '${workload.kind}',
            replicas: '${replicas}',
            tags: ['${window}', '${none}'],
          },
        },
      ],
    },
  };
  assert.deepEqual(renderAction(action, {}, captures), {
    plan: {
      task: 'scale checkout',
      steps: [{ id: 's', tool: 'scale-deployment', arguments: { name: 'checkout', replicas: 3, tags: ['1h'] } }],
    },
  });
});

test('what is inserted is never read as a template, and no inherited property is inserted', () => {
  assert.equal(renderTemplate('say ${name}', { name: '${secret}', secret: 's' }, {}), 'say ${secret}');
  assert.equal(renderTemplate('${a.constructor.name} ${toString}', { a: {} }, {}), '(unknown) (unknown)');
});

test('a text without placeholders stays as it is', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      if (!text.includes('${')) assert.equal(renderTemplate(text, {}, {}), text);
    }),
  );
});
