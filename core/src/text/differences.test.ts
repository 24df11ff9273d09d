import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { differences } from './differences.ts';

test('every difference is told, however many there are: none is approved unseen', () => {
  const env = (value: string) => Array.from({ length: 100 }, (_, index) => ({ name: `V${index}`, value }));
  const changes = differences({ env: env('a'), image: 'a' }, { env: env('b'), image: 'evil' }, 'spec');
  assert.equal(changes.length, 101);
  assert.deepEqual(changes.at(-1), { path: 'spec.image', before: 'a', after: 'evil' });
});

test('a difference is told by its path, with what was there and what will be', () => {
  assert.deepEqual(differences({ a: 1, 'b/c': [1, 2] }, { a: 1, 'b/c': [1, 3], d: {} }, 'spec'), [
    { path: 'spec["b/c"][1]', before: 2, after: 3 },
    { path: 'spec.d', before: null, after: {} },
  ]);
});

test('elements of a list are the same by their names where each has one of its own', () => {
  const server = { name: 'server', image: 'a' };
  assert.deepEqual(differences([server], [{ name: 'proxy' }, { ...server, image: 'b' }], 'containers'), [
    { path: 'containers[name=server].image', before: 'a', after: 'b' },
    { path: 'containers[name=proxy]', before: null, after: { name: 'proxy' } },
  ]);
  assert.deepEqual(differences([server, server], [server, { ...server, image: 'b' }], 'containers'), [
    { path: 'containers[1].image', before: 'a', after: 'b' },
  ]);
  assert.deepEqual(differences([server, { name: 'b' }], [{ name: 'b' }, server], 'containers'), [
    { path: 'containers', before: ['server', 'b'], after: ['b', 'server'] },
  ]);
});

test('there is no difference exactly where two values are the same JSON', () => {
  const named = fc.array(fc.record({ name: fc.constantFrom('a', 'b', 'c'), value: fc.jsonValue({ maxDepth: 1 }) }), {
    maxLength: 3,
  });
  const value = fc.oneof(fc.jsonValue({ maxDepth: 3 }), named, fc.record({ spec: named }));
  const normal = (json: unknown): unknown => JSON.parse(JSON.stringify(json) ?? 'null');
  fc.assert(
    fc.property(value, value, (before, after) => {
      const [left, right] = [normal(before), normal(after)];
      const isSame = differences(left, right, '').length === 0;
      assert.equal(isSame, sorted(left) === sorted(right));
    }),
  );
});

function sorted(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

test('depth without end ends', () => {
  const deep = (end: number): unknown => JSON.parse(`${'['.repeat(5000)}${end}${']'.repeat(5000)}`);
  assert.equal(differences(deep(1), deep(2), '').length, 1);
});
