import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseQuantity } from './quantity.ts';

describe('A quantity', () => {
  for (const [text, value] of Object.entries({
    '200m': 0.2,
    '1': 1,
    '1.5': 1.5,
    '1Gi': 2 ** 30,
    '128974848': 128_974_848,
    '129M': 129e6,
    '2e3': 2000,
    '1E': 1e18,
  })) {
    it(`${text} is ${value}`, () => assert.equal(parseQuantity(text), value));
  }

  it('that is none is undefined', () => {
    for (const text of ['', 'much', '1Zi', undefined, null, '--1', '1 Gi'])
      assert.equal(parseQuantity(text), undefined);
  });

  it('of thousandths and of ones agree', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), (amount) =>
        assert.equal(parseQuantity(`${amount}m`), (parseQuantity(`${amount}`) ?? 0) * 1e-3),
      ),
    );
  });
});
