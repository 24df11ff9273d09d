import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { HexaopsError } from '../errors.ts';
import { plainCopy } from './plain.ts';

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value) ?? 'null') ?? undefined;

function isFrozenThroughout(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.isFrozen(value) && Object.values(value).every(isFrozenThroughout);
}

const awkward = fc.object({
  maxDepth: 4,
  withNullPrototype: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withSparseArray: true,
  withBoxedValues: true,
  values: [
    fc.string({ unit: 'grapheme' }),
    fc.double(),
    fc.boolean(),
    fc.constantFrom(null, undefined, -0, Number.NaN, () => 1, Symbol('none')),
  ],
});

describe('a plain copy', () => {
  test('is what JSON gives back, frozen to its depth', () => {
    fc.assert(
      fc.property(awkward, (value) => {
        const copy = plainCopy(value);
        assert.deepEqual(copy, asJson(value));
        assert.ok(isFrozenThroughout(copy));
      }),
    );
  });

  test('is the same where texts are cleaned, with every text cleaned, names too', () => {
    const clean = (text: string) => text.replaceAll('e', '3');
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const expected: unknown = JSON.parse(JSON.stringify(value), (_, item: unknown) => cleaned(item, clean));
        assert.deepEqual(plainCopy(value, clean), expected);
      }),
    );
  });

  test('finds what is to be taken out also where JSON writes it otherwise', () => {
    const clean = (text: string) => text.replaceAll('a"b\\c', '[redacted]');
    assert.deepEqual(plainCopy({ 'a"b\\c': ['x a"b\\c y'] }, clean), { '[redacted]': ['x [redacted] y'] });
  });

  for (const [name, clean] of [
    ['nothing', undefined],
    ['something', (text: string) => text.replaceAll('secret', '[redacted]')],
  ] as const) {
    describe(`with ${name} to take out`, () => {
      test('has no NUL and no half of a surrogate pair', () => {
        assert.deepEqual(plainCopy({ 'a\0': ['\ud800b', 'c\0'] }, clean), { 'a\u{fffd}': ['\u{fffd}b', 'c\u{fffd}'] });
      });

      test('keeps a property named __proto__ as one of its own', () => {
        const copy = plainCopy(JSON.parse('{"__proto__": {"a": 1}, "b": [{"__proto__": 2}]}') as object, clean);
        assert.deepEqual(Object.keys(copy), ['__proto__', 'b']);
        assert.equal(Object.getPrototypeOf(copy), Object.prototype);
        assert.equal(JSON.stringify(copy), '{"__proto__":{"a":1},"b":[{"__proto__":2}]}');
      });

      test('has one zero', () => assert.ok(Object.is(plainCopy({ zero: -0 }, clean).zero, 0)));

      test('is refused of a cycle, of a number that JSON has no form for, and of what cannot be read', () => {
        const cycle: { self?: unknown } = {};
        cycle.self = [cycle];
        const unreadable = {
          get value(): string {
            throw new Error('not now');
          },
        };
        for (const value of [cycle, { count: 1n }, unreadable]) {
          assert.throws(
            () => plainCopy(value, clean),
            (error) => HexaopsError.is(error, 'tool-failed') && error.message.includes('JSON'),
          );
        }
      });

      test('reaches as deep as JSON does', () => {
        let deep: unknown = 'end';
        for (let depth = 0; depth < 500; depth++) deep = { deep };
        assert.equal(JSON.stringify(plainCopy(deep, clean)), JSON.stringify(deep));
      });
    });
  }
});

function cleaned(value: unknown, clean: (text: string) => string): unknown {
  if (typeof value === 'string') return clean(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [clean(key), item as unknown]));
}
