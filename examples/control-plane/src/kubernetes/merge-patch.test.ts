import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { JsonObject, JsonValue } from '../json.ts';
import { applyMergePatch, differenceAsMergePatch } from './merge-patch.ts';

const { object } = fc.letrec<{ value: JsonValue; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('value'), { noNullPrototype: true }),
}));

test('the examples of RFC 7396', () => {
  const examples: [JsonValue, JsonValue, JsonValue][] = [
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ];
  for (const [target, patch, expected] of examples) assert.deepEqual(applyMergePatch(target, patch), expected);
});

test('a difference, applied, gives the other object, and changes neither', () => {
  fc.assert(
    fc.property(object, object, (from, to) => {
      const before = JSON.stringify([from, to]);
      assert.deepEqual(applyMergePatch(from, differenceAsMergePatch(from, to)), to);
      assert.equal(JSON.stringify([from, to]), before);
    }),
  );
});

test('equal objects differ by nothing', () => {
  fc.assert(fc.property(object, (each) => assert.deepEqual(differenceAsMergePatch(each, structuredClone(each)), {})));
});
