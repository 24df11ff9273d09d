import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { dependent, minutes, normal, random, uneventful } from './testing/noise.ts';
import { forecastOf, growthOf, trendOf } from './trend.ts';

const seeds = 120;
const count = (hits: (seed: number) => boolean) =>
  Array.from({ length: seeds }, (_, seed) => hits(seed)).filter(Boolean).length / seeds;
const forecast = (values: readonly number[], limit: number) => {
  const trend = trendOf(minutes(values));
  return trend === undefined ? undefined : forecastOf(trend, limit);
};

describe('a trend', () => {
  test('of a line is the line', () => {
    const trend = trendOf(minutes(Array.from({ length: 60 }, (_, minute) => 5 + 3 * minute)));
    assert.ok(trend !== undefined && Math.abs(trend.slope - 0.05) < 1e-9 && Math.abs(trend.level - 182) < 1e-9);
    assert.deepEqual([trend.span, trend.isSteady], [3540, true]);
  });

  test('is not moved by outliers', () => {
    const values = Array.from({ length: 100 }, (_, minute) => (minute % 5 === 3 ? 1e6 : minute));
    const slope = trendOf(minutes(values))?.slope ?? 0;
    assert.ok(Math.abs(slope * 60 - 1) < 0.05, `${slope}`);
  });

  test('has bounds that hold the true slope nearly always, whatever its noise remembers', (t) => {
    for (const kept of [0, 0.5, 0.8]) {
      const held = count((seed) => {
        const noise = dependent(normal(random(seed * 31 + 7)), kept, 120);
        const trend = trendOf(minutes(noise.map((value, minute) => 0.05 * minute + value)));
        return trend !== undefined && trend.least * 60 <= 0.05 && trend.most * 60 >= 0.05;
      });
      t.diagnostic(`figure: noise that keeps ${kept}: ${(held * 100).toFixed(1)} %`);
      assert.ok(held >= 0.9, `${kept}: ${held}`);
    }
  });

  test('is not made of a few points', () => {
    assert.equal(trendOf(minutes([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])), undefined);
    assert.equal(trendOf([]), undefined);
    assert.equal(trendOf(Array.from({ length: 20 }, () => [5, 5] as const)), undefined);
  });
});

describe('growth', () => {
  const flatThenUp = (flat: number, up: number) =>
    Array.from(
      { length: flat + up },
      (_, minute) => 40 + Math.max(0, minute - flat) * 0.5 + ((minute * 7919) % 13) / 13,
    );

  test('that began within what was seen is seen from there on', () => {
    const growth = growthOf(minutes(flatThenUp(200, 40)));
    assert.ok(growth !== undefined && Math.abs(growth.slope * 60 - 0.5) < 0.05, JSON.stringify(growth));
    assert.ok(growth.span < 3600);
    assert.equal(trendOf(minutes(flatThenUp(200, 40)))?.isSteady, false);
  });

  test('is none in a wave, in what only comes back, and in what has stopped', () => {
    const wave = Array.from({ length: 240 }, (_, minute) => 50 + 20 * Math.sin((minute / 120) * 2 * Math.PI));
    const back = Array.from({ length: 240 }, (_, minute) => (minute < 60 ? 80 : 40 + (minute - 60) / 6));
    for (const values of [wave, back, Array.from({ length: 120 }, (_, minute) => Math.min(60, minute))])
      assert.equal(growthOf(minutes(values)), undefined);
  });

  for (const [name, make] of Object.entries(uneventful).filter(([name]) => !/rise|walk/.test(name))) {
    test(`is hardly ever seen in ${name}`, (t) => {
      const rate = count((seed) => growthOf(minutes(make(240, random(seed * 17 + 3)))) !== undefined);
      t.diagnostic(`figure: ${(rate * 100).toFixed(1)} %`);
      // Nobody can tell the rise of a wave that was never seen to turn from growth.
      assert.ok(rate <= (/wave/.test(name) ? 0.1 : 0.04), `${rate}`);
    });
  }
});

describe('a forecast', () => {
  test('of steady growth says when, between which bounds, and how sure', () => {
    const noise = dependent(normal(random(1)), 0.5, 240);
    const said = forecast(
      noise.map((value, minute) => 100 + minute + 3 * value),
      700,
    );
    assert.ok(said !== undefined);
    const hours = said.seconds / 3600;
    assert.ok(Math.abs(hours - 361 / 60) < 0.5, `${hours}`);
    assert.ok(said.earliest < said.seconds && (said.latest ?? Infinity) > said.seconds);
    assert.ok(said.confidence > 0.5 && said.confidence <= 0.9);
  });

  test('is right: the true time lies between its bounds nearly always', (t) => {
    const right = count((seed) => {
      const noise = dependent(normal(random(seed + 5)), 0.5, 240);
      const said = forecast(
        noise.map((value, minute) => 100 + minute + 10 * value),
        700,
      );
      return said !== undefined && said.earliest <= 361 * 60 * 1.03 && (said.latest ?? Infinity) >= 361 * 60 * 0.97;
    });
    t.diagnostic(`figure: ${(right * 100).toFixed(1)} %`);
    assert.ok(right >= 0.9, `${right}`);
  });

  for (const [name, make] of Object.entries(uneventful).filter(([name]) => !/rise|wave|walk/.test(name))) {
    test(`of ${name} is hardly ever made`, (t) => {
      const rate = count((seed) => forecast(make(120, random(seed * 13 + 1)), 1000) !== undefined);
      t.diagnostic(`figure: ${(rate * 100).toFixed(1)} %`);
      assert.ok(rate <= 0.03, `${rate}`);
    });
  }

  test('is not made of growth that has stopped, of what falls, or of a saw', () => {
    const stopped = Array.from({ length: 120 }, (_, minute) => Math.min(60, minute));
    const falling = Array.from({ length: 120 }, (_, minute) => 500 - minute);
    const saw = Array.from({ length: 120 }, (_, minute) => (minute % 20) * 5);
    for (const values of [stopped, falling, saw]) assert.equal(forecast(values, 600), undefined);
  });

  test('does not reach further than four times what was seen', () => {
    const values = Array.from({ length: 60 }, (_, minute) => minute);
    assert.ok(forecast(values, 290) !== undefined);
    assert.equal(forecast(values, 310), undefined);
  });

  test('of what is full is now', () => {
    assert.equal(
      forecast(
        Array.from({ length: 60 }, (_, minute) => minute),
        50,
      )?.seconds,
      0,
    );
  });

  test('never is before now, nor ends before it begins, whatever the series', () => {
    const any = fc.array(fc.double({ min: -1e9, max: 1e9 }), { maxLength: 60 });
    fc.assert(
      fc.property(any, fc.double({ min: -1e9, max: 1e9, noNaN: true }), (values, limit) => {
        const said = forecast(values, limit);
        if (said === undefined) return;
        assert.ok(said.earliest >= 0 && said.earliest <= said.seconds && said.seconds <= (said.latest ?? Infinity));
        assert.ok(said.confidence > 0 && said.confidence <= 0.9);
      }),
    );
  });
});
