import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CallerToken } from '../caller.ts';
import { redactorOf } from './redactor.ts';

const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSIsImV4cCI6MTc2ODQ3ODQxMH0.c2lnbmF0dXJlLW9mLXRoaXMtdmVyeS10b2tlbg';
const redact = redactorOf(new CallerToken(token, 0));
const piece = 12;

test('of a token that was cut anywhere nothing is left that could be put together again', () => {
  const words = fc.string({ maxLength: 20 });
  fc.assert(
    fc.property(words, words, fc.nat(token.length), fc.nat(token.length), (before, after, from, to) => {
      // Whoever cuts a text keeps its beginning or its end.
      for (const cut of [token.slice(0, from), token.slice(to)]) {
        const said = redact(`${before} ${cut} ${after}`);
        for (const part of token.split('.')) {
          for (let at = 0; at + piece <= part.length; at++) {
            assert.ok(!said.includes(part.slice(at, at + piece)), said);
          }
        }
      }
    }),
  );
});

test('what is around a token stays as it is', () => {
  assert.equal(redact(`before ${token} after`), 'before [redacted] after');
  assert.equal(redact(`${token.slice(0, 60)}... is cut`), '[redacted]... is cut');
  assert.equal(redact('Deployment shop/checkout'), 'Deployment shop/checkout');
});
