import assert from 'node:assert/strict';
import { test } from 'node:test';
import { node, pod, snapshotOf } from './testing/index.ts';

test('a snapshot lists objects by kind and cannot be changed', () => {
  const snapshot = snapshotOf([pod('shop/cart-1'), node('node-a'), pod('blog/web-1')]);
  assert.deepEqual(
    snapshot.list('Pod').map(({ metadata }) => metadata.name),
    ['cart-1', 'web-1'],
  );
  assert.deepEqual(snapshot.list('Service'), []);
  assert.deepEqual(snapshot.namespaces, ['blog', 'shop']);
  assert.throws(() => (snapshot.list('Pod') as unknown[]).push(1), TypeError);
  assert.throws(() => Object.assign(snapshot, { source: 'x' }), TypeError);
});

test('it covers what was read, which is not what was found', () => {
  const snapshot = snapshotOf([pod('shop/cart-1')], { missing: ['Secret'] });
  assert.equal(snapshot.covers('ConfigMap', 'shop'), true);
  assert.equal(snapshot.covers('ConfigMap'), true);
  assert.equal(snapshot.covers('Secret', 'shop'), false);
});
