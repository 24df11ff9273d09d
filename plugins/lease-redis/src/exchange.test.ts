import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { aheadOf, readStates } from './exchange.ts';

describe('the clock here', () => {
  test('is right for all that is known where the answer took long', () => {
    assert.equal(aheadOf(1_000_100, 1_000_000, 1_009_000), 0);
  });

  test('is never told to be further off than it is', () => {
    const delay = fc.nat(20_000);
    fc.assert(
      fc.property(fc.integer({ min: -60_000, max: 60_000 }), delay, delay, (ahead, there, back) => {
        const [asked, theirs] = [1_000_000_000 + ahead, 1_000_000_000 + there];
        const told = aheadOf(theirs, asked, theirs + back + ahead);
        assert.ok(ahead < 0 ? told >= ahead && told <= 0 : told <= ahead && told >= 0, `${told} of ${ahead}`);
        if (there === 0 && back === 0) assert.equal(told, ahead);
      }),
    );
  });
});

test('what Redis gives is its time, then what the others told; anything else is nothing', () => {
  assert.deepEqual(readStates(['1700000000000', '{}', 'a']), { now: 1_700_000_000_000, states: ['{}', 'a'] });
  for (const other of [null, 'OK', [], [7]]) assert.equal(readStates(other), undefined);
});
