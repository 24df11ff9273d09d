import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { CallerToken } from './caller.ts';

test('a token shows itself to nobody who prints, serializes or clones it', () => {
  const token = new CallerToken('canary', 1000);
  const shown = [
    String(token),
    JSON.stringify({ token }),
    inspect(token),
    inspect({ token }, { depth: 9, showHidden: true }),
  ];
  for (const text of [...shown, JSON.stringify(structuredClone(token))]) assert.doesNotMatch(text, /canary/);
  assert.equal(token.reveal(), 'canary');
});

test('a token is expired from its very second on', () => {
  const token = new CallerToken('canary', 1000);
  assert.deepEqual([token.isExpired(999), token.isExpired(1000)], [false, true]);
});
