import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differing } from './differing.ts';

const change = (before: unknown, after: unknown) => ({ path: 'p', before, after });

test('a field that keeps its value is no change, whatever the value is', () => {
  for (const value of [3, 'x', false, [1, { a: 2 }], { app: 'cart', tier: 'web' }])
    assert.deepEqual(differing([change(value, structuredClone(value))]), []);
  assert.deepEqual(differing([change({ a: 1, b: 2 }, { b: 2, a: 1 })]), []);
});

test('another value is a change', () => {
  for (const [before, after] of [
    [3, 4],
    ['3', 3],
    [{ a: 1 }, { b: 1 }],
    [{ a: 1 }, { a: 1, b: 2 }],
    [
      [1, 2],
      [2, 1],
    ],
    [[], {}],
    [true, null],
  ])
    assert.equal(differing([change(before, after)]).length, 1, JSON.stringify([before, after]));
});

test('what is not known is never told as unchanged', () => {
  assert.equal(differing([change(null, null), change(undefined, undefined), change(undefined, 3)]).length, 3);
});
