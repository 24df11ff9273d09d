import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labelMatcher } from './label-selector.ts';

const labels = { app: 'cart', tier: 'front', 'app.kubernetes.io/name': 'cart' };

const matching = [
  'app=cart',
  'app==cart',
  'app = cart',
  'app!=web',
  'app',
  '!gone',
  'gone!=x',
  'app in (web, cart)',
  'app notin (web)',
  'gone notin (x)',
  'app=cart,tier in (front,back),!gone',
  'app.kubernetes.io/name=cart',
];
const others = [
  'app=web',
  'app!=cart',
  'gone',
  '!app',
  'app in (web)',
  'gone in (x)',
  'app notin (cart)',
  'app=cart,tier=back',
  'toString',
  'app=',
];

test('selectors mean what they mean to kubectl', () => {
  assert.deepEqual(
    matching.filter((selector) => !labelMatcher(selector)(labels)),
    [],
  );
  assert.deepEqual(
    others.filter((selector) => labelMatcher(selector)(labels)),
    [],
  );
});

test('what kubectl does not understand is refused', () => {
  for (const selector of [
    '',
    '=',
    'a=b=c',
    'a in b',
    'a in (b',
    ',',
    'a&b',
    'a=b\n',
    '!a=b',
    `a=${'b'.repeat(1000)}`,
  ]) {
    assert.throws(() => labelMatcher(selector), { code: 'input-invalid' }, selector);
  }
});
