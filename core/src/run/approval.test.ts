import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type ApprovedBytes, hashOf, newNonce } from './approval.ts';

const bytes: ApprovedBytes = {
  tool: 'scale-deployment',
  operation: 'scale',
  target: 'deployment/shop/checkout',
  parameters: { name: 'checkout', replicas: 3 },
  arguments: { namespace: 'shop', name: 'checkout', replicas: 3 },
  resourceVersion: '17',
  subject: 'alice',
  workspace: 'shop',
  expiresAt: 1000,
  nonce: '00ff',
};

test('the hash does not depend on the order of keys', () => {
  const reversed = Object.fromEntries(Object.entries(bytes).reverse()) as unknown as ApprovedBytes;
  assert.equal(hashOf(reversed), hashOf(bytes));
});

test('any change in any field gives another hash', () => {
  fc.assert(
    fc.property(fc.constantFrom(...(Object.keys(bytes) as (keyof ApprovedBytes)[])), fc.jsonValue(), (field, value) => {
      fc.pre(JSON.stringify(value) !== JSON.stringify(bytes[field]));
      assert.notEqual(hashOf({ ...bytes, [field]: value }), hashOf(bytes));
    }),
  );
  assert.notEqual(hashOf({ ...bytes, parameters: { name: 'checkout', replicas: 4 } }), hashOf(bytes));
});

test('nonces are 128 random bits', () => {
  assert.match(newNonce(), /^[0-9a-f]{32}$/);
  assert.notEqual(newNonce(), newNonce());
});
