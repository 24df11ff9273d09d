import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { measured } from './measured.ts';
import { outlineOf, samplesOf, sparkline } from './outline.ts';
import { minutes } from './testing/noise.ts';

describe('a series at a glance', () => {
  test('its least, mean, most and last; nothing of what has no number', () => {
    assert.deepEqual(
      outlineOf([
        [0, 1],
        [1, null],
        [2, 5],
        [3, 3],
      ]),
      { least: 1, mean: 3, most: 5, last: 3 },
    );
    assert.equal(outlineOf([[0, null]]), undefined);
    assert.equal(outlineOf([]), undefined);
  });

  test('a line of bars by time, with a blank where nothing is known', () => {
    assert.equal(sparkline(minutes([0, 1, 2, 3, 4, 5, 6, 7]), 8), '▁▂▃▄▅▆▇█');
    assert.equal(sparkline(minutes([5, 5, 5]), 8), '▁▁▁');
    assert.equal(
      sparkline(
        [
          [0, 1],
          [1, 2],
          [9, null],
          [20, 3],
        ],
        3,
      ),
      '▅ █',
    );
    assert.equal(sparkline([], 8), '');
  });

  test('a peak is seen, however narrow the line', () => {
    const values = Array.from({ length: 240 }, (_, at) => (at === 117 ? 100 : 1));
    assert.match(sparkline(minutes(values), 12), /^▁+█▁+$/);
  });

  test('is as wide as asked, whatever the series', () => {
    const value = fc.oneof(fc.double(), fc.constant(null));
    fc.assert(
      fc.property(fc.array(value, { maxLength: 50 }), fc.integer({ min: 2, max: 30 }), (values, width) => {
        const points = values.map((each, minute) => [minute * 60_000, each] as const);
        assert.ok(sparkline(points, width).length <= width);
        const samples = samplesOf(points, width);
        assert.equal(samples.length, Math.min(width, points.length));
        assert.equal(samples[0], points[0]);
        assert.equal(samples.at(-1), points.at(-1));
      }),
    );
  });
});

describe('a value with its unit, as a person reads it', () => {
  for (const [value, unit, said] of [
    [1_610_612_736, 'bytes', '1.5 GiB'],
    [0, 'bytes', '0 B'],
    [2048, 'bytes per second', '2 KiB/s'],
    [0.1234, 'share', '12.3 %'],
    [0.0005, 'seconds', '500 µs'],
    [0.35, 'seconds', '350 ms'],
    [90, 'seconds', '90 s'],
    [600, 'seconds', '10 min'],
    [7200, 'seconds', '2 h'],
    [864_000, 'seconds', '10 days'],
    [0.25, 'cores', '0.25 cores'],
    [1234, undefined, '1230'],
    [Number.NaN, 'bytes', 'NaN'],
  ] as const)
    test(said, () => assert.equal(measured(value, unit), said));
});
