import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import { durationOf, requireAffordable } from './cost.ts';

const limits = { lookback: 24 * 3_600_000, points: 1000, selectors: 3 };

describe('the cost of an expression, before it is sent', () => {
  for (const fine of [
    'up',
    'rate(up[24h])',
    'max_over_time(rate(up[1h])[20h:5m])',
    'up offset 1d',
    'a + b + c',
    'up[90]',
  ])
    test(`${fine} is affordable`, () => requireAffordable(fine, limits));

  for (const [dear, why] of [
    ['rate(up[25h])', /further than 24 hours/],
    ['rate(up[1y])', /further/],
    ['max_over_time(rate(up[10h])[20h:5m])', /further/],
    ['max_over_time(up[20h:1s])', /points/],
    ['a + b + c + d', /selectors/],
    ['up offset 2d', /offset/],
    ['up offset -2d', /offset/],
    ['rate(up[step()*1000])', /plain/],
    ['rate(up[5m + 1y])', /plain/],
  ] as const)
    test(`${dear} is not`, () =>
      assert.throws(
        () => requireAffordable(dear, limits),
        (error) => HexaopsError.is(error, 'arguments-invalid') && why.test(error.message),
      ));

  test('durations', () => {
    assert.equal(durationOf('1h30m'), 5_400_000);
    assert.equal(durationOf('90'), 90_000);
    assert.equal(durationOf('500ms'), 500);
    assert.equal(durationOf('x'), undefined);
  });
});
