import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ageOf } from './age.ts';

const now = Date.parse('2026-01-10T00:00:00Z');
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

describe('an age', () => {
  for (const [milliseconds, expected] of [
    [0, '0s'],
    [119 * second, '119s'],
    [2 * minute, '2m'],
    [119 * minute, '119m'],
    [3 * hour + 5 * minute, '3h5m'],
    [3 * hour, '3h'],
    [11 * hour + 30 * minute, '11h'],
    [4 * 24 * hour, '4d'],
  ] as const) {
    test(`is written ${expected}`, () =>
      assert.equal(ageOf(new Date(now - milliseconds).toISOString(), now), expected));
  }

  test('of what is still to come is none', () => assert.equal(ageOf(new Date(now + hour).toISOString(), now), '0s'));

  test('is empty without a time, and for what is no time', () => {
    assert.equal(ageOf(undefined, now), '');
    assert.equal(ageOf('yesterday', now), '');
  });
});
