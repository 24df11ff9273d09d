import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collect, fakeCaller } from '@hexaops/core/testing';
import { allowEverything, openShop, text } from '../support/shop.ts';

test('with a token that has run out nothing is read and nothing is changed', async (t) => {
  let reads = 0;
  const { engine, controlPlane } = await openShop({
    sets: [allowEverything],
    result: () => {
      reads += 1;
      return { evidence: [text('fine')] };
    },
  });
  const messages = ['what is wrong?', 'scale checkout to 3'];
  for (const message of messages) {
    const events = await collect(engine.ask(fakeCaller({ expiresAt: Date.now() - 1 }), { message }));
    assert.equal(events.at(-1)?.type, 'reauthentication-required');
  }
  assert.deepEqual([reads, controlPlane.performed], [0, []]);
  t.diagnostic(`figure: ${messages.length} requests whose token runs out on the way, 0 calls with it`);
});
