import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { levelChanges } from './level-changes.ts';
import { dependent, minutes, normal, random, uneventful } from './testing/noise.ts';

const seeds = 400;
const share = (hits: (seed: number) => boolean) =>
  Array.from({ length: seeds }, (_, seed) => hits(seed)).filter(Boolean).length / seeds;

describe('false alarms: of series in which nothing happened, how many are said to have changed', () => {
  for (const [name, make] of Object.entries(uneventful)) {
    for (const length of [30, 60, 240]) {
      test(`${name}, ${length} points: at most 4 in 100`, (t) => {
        const rate = share((seed) => levelChanges(minutes(make(length, random(seed * 7919 + length)))).length > 0);
        t.diagnostic(`figure: ${(rate * 100).toFixed(1)} %`);
        assert.ok(rate <= 0.04, `${rate}`);
      });
    }
  }
});

describe('detection: of steps at any place in the middle, how many are found within two points', () => {
  for (const [length, kept, size, least] of [
    [30, 0, 6, 0.95],
    [60, 0, 6, 0.99],
    [240, 0, 4, 0.93],
    [240, 0.5, 6, 0.95],
    [240, 0.8, 6, 0.95],
    [240, 0.8, 10, 0.98],
  ] as const) {
    test(`${size} deviations in ${length} points of which each keeps ${kept} of the last: at least ${least * 100} %`, (t) => {
      const rate = share((seed) => {
        const uniform = random(seed * 104_729 + length);
        const at = Math.floor(length * (0.2 + 0.6 * uniform()));
        const noise = dependent(normal(uniform), kept, length);
        const values = noise.map((value, index) => 20 + value + (index >= at ? size : 0));
        return levelChanges(minutes(values)).some((change) => Math.abs(change.at / 60_000 - at) <= 2);
      });
      t.diagnostic(`figure: ${(rate * 100).toFixed(1)} %`);
      assert.ok(rate >= least, `${rate}`);
    });
  }
});

describe('a change of level', () => {
  const noise = (index: number) => ((index * 7919) % 13) / 13 - 0.5;
  const steps = (...levels: readonly number[]) =>
    minutes(levels.flatMap((level) => Array.from({ length: 30 }, (_, index) => level * (1 + noise(index) * 0.1))));

  test('is told with when it was, and the levels before and after, upwards and downwards', () => {
    for (const [before, after] of [
      [10, 20],
      [20, 10],
      [0.1, 5],
      [0, 1],
    ] as const) {
      const [change, ...others] = levelChanges(steps(before, after));
      assert.equal(change?.at, 30 * 60_000, `${before} to ${after}`);
      assert.deepEqual(others, []);
      assert.ok(Math.abs(change.before - before) < 0.1 * Math.max(before, 1));
      assert.ok(Math.abs(change.after - after) < 0.1 * after);
    }
  });

  test('and its end are two: an episode has a beginning and an end', () => {
    assert.deepEqual(
      levelChanges(steps(10, 40, 10)).map(({ at }) => at / 60_000),
      [30, 60],
    );
  });

  test('is none in a constant, a single peak, or too few points', () => {
    assert.deepEqual(levelChanges(minutes(Array.from({ length: 60 }, () => 10))), []);
    const peak = Array.from({ length: 60 }, (_, index) => (index === 30 ? 1000 : 10 + noise(index)));
    assert.deepEqual(levelChanges(minutes(peak)), []);
    assert.deepEqual(levelChanges(minutes([1, 1, 1, 9, 9, 9])), []);
    assert.deepEqual(levelChanges([]), []);
  });

  test('of a smoothed series is one, and is where it began to move, within what each value is a mean of', () => {
    const raw = Array.from({ length: 240 }, (_, index) => (index < 120 ? 10 : 50) + noise(index));
    const window = 10;
    const smoothed = raw.map((_, index) => {
      const over = raw.slice(Math.max(0, index - window + 1), index + 1);
      return over.reduce((sum, value) => sum + value, 0) / over.length;
    });
    const [change, ...others] = levelChanges(minutes(smoothed), { smoothing: window * 60_000 });
    assert.deepEqual(others, []);
    assert.ok(Math.abs((change?.at ?? 0) / 60_000 - 120) <= window, `${change?.at}`);
  });

  const values = fc.array(fc.double({ min: 1, max: 100, noNaN: true }), { minLength: 12, maxLength: 60 });

  test('is the same whatever the series is measured in, and wherever its time begins', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 1e9 }), (series, shift) => {
        const plain = levelChanges(minutes(series));
        const scaled = levelChanges(minutes(series).map(([time, value]) => [time + shift, value * 1024] as const));
        assert.deepEqual(
          scaled.map(({ at }) => at - shift),
          plain.map(({ at }) => at),
        );
      }),
    );
  });

  test('does not count what is no number', () => {
    const gaps = Array.from({ length: 90 }, (_, index) => (index % 10 === 0 ? null : index < 45 ? 1 : 5));
    const [change] = levelChanges(gaps.map((value, minute) => [minute * 60_000, value] as const));
    assert.equal(change?.at, 45 * 60_000);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(Number.NaN, Infinity, -Infinity, null), { maxLength: 40 }), (nothing) => {
        assert.deepEqual(levelChanges(nothing.map((value, minute) => [minute, value] as const)), []);
      }),
    );
  });
});
