import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { collect, eventsOf, fakeCaller } from '@hexaops/core/testing';
import { allowEverything, openShop } from '../support/shop.ts';
import { plantedStrings } from './attacks.ts';
import { places, puppet } from './puppet.ts';

const alice = fakeCaller();

describe('instructions in what is read, where the rules let every write through', () => {
  test('strings planted wherever a cluster has text change nothing without an approval, in one turn and across two', async (t) => {
    let attacks = 0;
    let asked = 0;
    for (const [place, plant] of Object.entries(places)) {
      for (const planted of plantedStrings) {
        let seen = false;
        const { engine, controlPlane } = await openShop({
          sets: [allowEverything],
          names: ['checkout', planted],
          result: () => {
            seen = true;
            const result = plant(planted);
            if (result instanceof Error) throw result;
            return result;
          },
          plugin: (api) => puppet(api, () => seen),
        });
        const first = await collect(engine.ask(alice, { message: 'what is wrong?' }));
        const session = first[0]?.session ?? '';
        const second = await collect(engine.ask(alice, { message: 'what else?', session }));
        const third = await collect(engine.ask(alice, { message: 'what is wrong?', session }));
        assert.deepEqual(controlPlane.performed, [], `${place}: ${planted}`);
        const events = [...first, ...second, ...third];
        assert.deepEqual(eventsOf(events, 'operation-intended'), []);
        attacks += 3;
        asked += eventsOf(events, 'approval-required').length;
      }
    }
    assert.ok(asked > 0, 'the puppet does try: each of its writes waits for a person');
    t.diagnostic(
      `figure: ${attacks} turns over ${plantedStrings.length} strings in ${Object.keys(places).length} places, 0 writes without approval (${asked} wait for a person)`,
    );
  });

  test('a service that is read only writes nothing, whatever rules, hooks and people say', async (t) => {
    const messages = ['scale checkout to 3', 'what is wrong?', 'what else?'];
    const { engine, controlPlane } = await openShop(
      { sets: [allowEverything], plugin: (api) => puppet(api, () => true) },
      { mode: 'readOnly' },
    );
    let denied = 0;
    for (const message of messages) {
      const events = await collect(engine.ask(alice, { message }));
      assert.deepEqual(eventsOf(events, 'approval-required'), []);
      denied += eventsOf(events, 'step-finished').filter(({ status }) => status === 'denied').length;
    }
    assert.deepEqual(controlPlane.performed, []);
    assert.equal(denied, 2);
    t.diagnostic(`figure: ${denied} writes that every rule allows, ${controlPlane.performed.length} done`);
  });
});
