import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { cpuInWords, memoryInWords, parseQuantity } from './quantity.ts';

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

describe('An amount in words', () => {
  it('of memory is in the largest unit that it fills', () => {
    const bytes = [0, 100, 2 ** 10, 512 * 2 ** 20, 1.5 * 2 ** 30, 1e12, 3 * 2 ** 40];
    assert.deepEqual(bytes.map(memoryInWords), ['0 bytes', '100 bytes', '1Ki', '512Mi', '1.5Gi', '931.3Gi', '3Ti']);
  });

  it('of CPU is in cores, or in thousandths of one', () => {
    const cores = [0, 0.1 + 0.2, 1, 1.5, 64];
    assert.deepEqual(cores.map(cpuInWords), ['0 cores', '300 millicores', '1 core', '1.5 cores', '64 cores']);
  });
});
