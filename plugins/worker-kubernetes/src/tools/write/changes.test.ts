import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differences } from './changes.ts';

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
