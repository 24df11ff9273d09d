import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fullnessInWords, fullnessOf, inTime } from './fullness.ts';

const hour = 3_600_000;
const gibibyte = 2 ** 30;
const hourly = (values: readonly number[]) => values.map((value, index) => [index * hour, value] as const);
const noise = (index: number) => (((index * 7919) % 13) / 13 - 0.5) * 0.02 * gibibyte;
const growing = (hours: number, perHour: number, from = 4 * gibibyte) =>
  hourly(Array.from({ length: hours }, (_, index) => from + index * perHour + noise(index)));

describe('When a volume is full', () => {
  it('is told of steady growth, with bounds and a confidence', () => {
    const fullness = fullnessOf(growing(168, gibibyte / 48), 10 * gibibyte);
    assert.ok(fullness.kind === 'full-in');
    const days = fullness.forecast.seconds / 86_400;
    assert.ok(Math.abs(days - 5.04) < 0.2, `${days}`);
    assert.match(
      fullnessInWords(fullness),
      /^is full in about 5 days \(between 5 days and 5 days; confidence 0\.[4-9]\)$/,
    );
  });

  it('is not told from too few points', () => {
    const fullness = fullnessOf(growing(11, gibibyte), 30 * gibibyte);
    assert.deepEqual(fullness, { kind: 'unknown', points: 11 });
    assert.equal(fullnessInWords(fullness), 'cannot be foretold: it has 11 measurements, and a trend needs 12');
    assert.match(fullnessInWords(fullnessOf([], gibibyte)), /has 0 measurements/);
  });

  it('is not told further than what was seen allows', () => {
    const fullness = fullnessOf(growing(48, gibibyte / 480), 100 * gibibyte);
    assert.equal(fullness.kind, 'not-soon');
    assert.match(
      fullnessInWords(fullness),
      /^grows by 5\d.* MiB a day, and is not full within 8 days: further than that nobody/,
    );
  });

  it('is not told of what rises and falls, or rests', () => {
    const saw = hourly(Array.from({ length: 168 }, (_, index) => gibibyte * (1 + (index % 24) / 24)));
    const resting = hourly(Array.from({ length: 168 }, (_, index) => gibibyte + noise(index)));
    for (const points of [saw, resting]) assert.equal(fullnessOf(points, 10 * gibibyte).kind, 'not-growing');
  });

  it('of one that is full already is now', () => {
    assert.equal(fullnessInWords(fullnessOf(growing(100, gibibyte / 10), 10 * gibibyte)), 'is full now');
  });

  it('of a volume that steadily grows by any amount is right within a tenth', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 48, max: 336 }), (share, hours) => {
        const perHour = (share / 100) * gibibyte;
        const level = (hours - 1) * perHour;
        const capacity = level + 2 * hours * perHour;
        const points = hourly(Array.from({ length: hours }, (_, index) => index * perHour));
        const fullness = fullnessOf(points, capacity);
        assert.ok(fullness.kind === 'full-in');
        assert.ok(Math.abs(fullness.forecast.seconds / (2 * hours * 3600) - 1) < 0.1);
      }),
    );
  });

  it('is said in the unit that a person would take', () => {
    assert.deepEqual([60, 3600, 7200, 86_400, 172_800].map(inTime), [
      '1 minute',
      '60 minutes',
      '2 hours',
      '24 hours',
      '2 days',
    ]);
  });
});
