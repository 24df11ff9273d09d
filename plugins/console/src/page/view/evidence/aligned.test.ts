import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aligned } from './aligned.ts';
import { amount } from './amount.ts';

test('lines with other times share one axis, and have no value where they have none', () => {
  const lines = [
    [
      [2_000, 5],
      [1_000, 4],
    ],
    [
      [2_000, null],
      [3_000, 7],
    ],
  ] as const;
  assert.deepEqual(aligned(lines), [
    [1, 2, 3],
    [4, 5, null],
    [null, null, 7],
  ]);
});

test('values are short, in the unit of their series', () => {
  const cases = [
    [1_610_612_736, 'bytes', '1.5 GiB'],
    [0, 'bytes', '0 B'],
    [0.123, 'share', '12.3 %'],
    [0.34, 'seconds', '340 ms'],
    [12.345, 'per second', '12.3/s'],
    [2, 'cores', '2 cores'],
    [1_234, undefined, '1,230'],
  ] as const;
  for (const [value, unit, words] of cases) assert.equal(amount(value, unit), words);
});
