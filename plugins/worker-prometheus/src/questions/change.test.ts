import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { levelChange } from './change.ts';

const series = (values: readonly number[]) => ({
  labels: {},
  points: values.map((value, index): readonly [number, number] => [index * 60_000, value]),
});
/** A noise that is the same in each run. */
const noise = (index: number) => ((index * 7919) % 13) / 13 - 0.5;

describe('a change of level', () => {
  test('is found where it is, upwards and downwards', () => {
    for (const [before, after] of [
      [10, 20],
      [20, 10],
      [0.1, 5],
      [0, 1],
    ] as const) {
      const values = Array.from({ length: 60 }, (_, index) => (index < 40 ? before : after) * (1 + noise(index) * 0.1));
      const change = levelChange(series(values));
      assert.equal(change?.at, 40 * 60_000, `${before} to ${after}`);
    }
  });

  test('is not seen in noise, in a constant, in a single peak, or in too few points', () => {
    assert.equal(levelChange(series(Array.from({ length: 60 }, (_, index) => 10 + noise(index)))), undefined);
    assert.equal(levelChange(series(Array.from({ length: 60 }, () => 10))), undefined);
    assert.equal(
      levelChange(series(Array.from({ length: 60 }, (_, index) => (index === 30 ? 100 : 10 + noise(index))))),
      undefined,
    );
    assert.equal(levelChange(series([1, 1, 9, 9])), undefined);
    assert.equal(levelChange(series([])), undefined);
  });

  test('is the same whatever the series is measured in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1, max: 100, noNaN: true }), { minLength: 12, maxLength: 60 }),
        (values) => {
          const [one, thousand] = [
            levelChange(series(values)),
            levelChange(series(values.map((value) => value * 1024))),
          ];
          assert.equal(one?.at, thousand?.at);
        },
      ),
    );
  });

  test('does not count what is no number', () => {
    const values = Array.from({ length: 60 }, (_, index) => (index % 10 === 0 ? Number.NaN : index < 30 ? 1 : 5));
    assert.equal(levelChange(series(values))?.at, 31 * 60_000);
  });
});
