import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge } from './judge.ts';

test('rules alone decide, and a field that is missing never allows', () => {
  assert.deepEqual(judge({ name: 'orders', replicas: 0 }).reasons, ['this stops orders']);
  assert.equal(judge({ name: 'orders' }).decision, 'require-approval');
  assert.deepEqual(judge({ name: 'orders', replicas: 3 }).rules, []);
});
