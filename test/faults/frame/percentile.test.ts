import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { percentile, percentileBounds } from './percentile.ts';
import { Random } from './random.ts';

const numbers = Array.from({ length: 400 }, (_, index) => index + 1);

describe('a percentile', () => {
  test('is the smallest sample that so many do not exceed', () => {
    assert.equal(percentile(numbers, 0.99), 396);
    assert.equal(percentile(numbers, 0.5), 200);
    assert.ok(Number.isNaN(percentile([], 0.5)));
  });

  test('has bounds among the samples, with it between them', () => {
    assert.deepEqual(percentileBounds(numbers, 0.99), { low: 390, high: 400 });
    assert.deepEqual(percentileBounds(numbers, 0.5), { low: 174, high: 227 });
    assert.deepEqual(percentileBounds([7], 0.99), { low: 7, high: 7 });
  });

  test('has bounds that hold what it is of all there could be, nearly every time', () => {
    const random = new Random(1);
    let missed = 0;
    for (let time = 0; time < 1_000; time++) {
      const { low, high } = percentileBounds(
        Array.from({ length: 400 }, () => random.fraction()),
        0.95,
      );
      if (low > 0.95 || high < 0.95) missed += 1;
    }
    assert.ok(missed <= 20, `${missed} of 1,000`);
  });
});
