import assert from 'node:assert/strict';
import { test } from 'node:test';
import { howToAsk } from './how-to-ask.ts';

const tool = (...names: readonly string[]) => ({
  input: { type: 'object', properties: Object.fromEntries(names.map((name) => [name, {}])) },
});

test('the arguments that page come first, then those that narrow, and no others', () => {
  assert.equal(
    howToAsk(tool('colour', 'since', 'namespace', 'offset')),
    'ask again with another "offset", "since" or "namespace"',
  );
  assert.equal(howToAsk(tool('limit')), 'ask again with another "limit"');
});

test('a tool without any is asked for a part', () => {
  assert.equal(howToAsk(tool('colour')), 'ask for a part of it');
  assert.equal(howToAsk({ input: {} }), 'ask for a part of it');
});
