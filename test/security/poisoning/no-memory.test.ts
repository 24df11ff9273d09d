import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { RunEvent } from '@hexaops/core';
import { collect, createMemoryStore, eventsOf, fakeCaller } from '@hexaops/core/testing';
import { plantedStrings } from '../injected-instructions/attacks.ts';
import { finding, openShop, text } from '../support/shop.ts';

/** What of a run another may be compared by: all but ids, hashes, times and how long it took. */
function essence(events: readonly RunEvent[]): string {
  const unique = /[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32,}|\d{4}-\d\d-\d\dT[\d:.]+Z|\b\d{13}\b|"milliseconds":\d+/g;
  return JSON.stringify(events).replaceAll(unique, '');
}

const questions = ['what is wrong?', 'scale checkout to 3', 'what can you do?'];

describe('what was read is not learned', () => {
  test('what one run has read changes neither plan, guard nor answer of another', async (t) => {
    const ask = async (poison: string | undefined) => {
      const { engine, world } = await openShop({ store: createMemoryStore() });
      if (poison !== undefined) {
        world.result = () => ({
          evidence: [text(poison, poison)],
          findings: [finding({ summary: poison, cause: poison })],
          value: poison,
        });
        for (const caller of [fakeCaller(), fakeCaller({ subject: 'mallory' }), fakeCaller({ workspace: 'lab' })]) {
          await collect(engine.ask(caller, { message: 'what is wrong?' }));
          await collect(engine.ask(caller, { message: poison })).catch(() => undefined);
        }
        world.result = () => ({ evidence: [text('all is well')] });
      }
      const runs = [];
      for (const message of questions) runs.push(essence(await collect(engine.ask(fakeCaller(), { message }))));
      return runs;
    };
    const clean = await ask(undefined);
    let differing = 0;
    for (const poison of plantedStrings) {
      const after = await ask(poison);
      if (JSON.stringify(after) !== JSON.stringify(clean)) differing += 1;
      assert.deepEqual(after, clean, poison);
    }
    t.diagnostic(
      `figure: ${plantedStrings.length} poisoned histories, ${differing} of ${plantedStrings.length * questions.length} later runs differ`,
    );
  });

  test('a name that is only like what was written is never the object of a change', async (t) => {
    const likenesses = ['checkout-2', 'check0ut', 'Checkout', 'checkouts', 'checkouт', 'prod-checkout', 'c'];
    for (const name of likenesses) {
      const { engine, controlPlane } = await openShop({ names: [name] });
      const events = await collect(engine.ask(fakeCaller(), { message: 'scale checkout to 3' }));
      assert.deepEqual([eventsOf(events, 'approval-required'), eventsOf(events, 'plan-made')], [[], []], name);
      assert.deepEqual(controlPlane.performed, []);
    }
    t.diagnostic(`figure: ${likenesses.length} names like the one that was written, 0 taken for it`);
  });
});
