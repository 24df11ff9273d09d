import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { faultOf } from './fault.ts';

test('a fault in the log is its kind and its place, never its words, its cause or what was thrown', () => {
  const canary = 'CANARY-7f3a';
  const words = fc.string({ unit: 'binary' }).map((text) => `${text}\n${canary} ${text}`);
  fc.assert(
    fc.property(words, (text) => {
      for (const thrown of [new TypeError(text, { cause: text }), text, { message: text }, undefined])
        assert.ok(!JSON.stringify(faultOf(thrown)).includes(canary));
    }),
  );
  assert.match(JSON.stringify(faultOf(new TypeError(canary))), /"TypeError".*fault\.test\.ts/);
});
