import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { RuleSet } from '../rules/index.ts';
import type { RunEvent } from '../run/events.ts';
import { collect, eventsOf, lastOf } from '../testing/events.ts';
import { fakeCaller } from '../testing/fake-caller.ts';
import { allowEverything, approve, createShop, openShop, type Shop } from './testing/shop.ts';

const alice = fakeCaller();
const said = 'Nothing to do: Scale checkout from 3 to 3.';
const refused: RuleSet = {
  apiVersion: 'hexaops/v1',
  kind: 'RuleSet',
  stage: 'guard',
  rules: [{ id: 'guard.never', match: { effect: 'write' }, then: [{ deny: { reason: 'not today' } }] }],
};

function shopOfThree(): Shop {
  return Object.assign(createShop(), { replicas: 3, tellsUnchanged: true });
}

async function requireNothingDone(events: readonly RunEvent[], shop: Shop): Promise<void> {
  assert.deepEqual(eventsOf(events, 'approval-required'), []);
  assert.deepEqual(eventsOf(events, 'operation-intended'), []);
  assert.deepEqual([shop.effects, await shop.audit()], [[], []]);
}

describe('a change of which all is so already', () => {
  for (const changes of [undefined, 'approved', 'tried'] as const)
    for (const sets of [[], [allowEverything]])
      test(`is said, and neither approved nor sent: changes ${changes ?? 'as rules say'}, ${sets.length} rules`, async () => {
        const shop = shopOfThree();
        const engine = await openShop(shop, { sets });
        const asked = { message: 'scale checkout to 3', ...(changes === undefined ? {} : { changes }) };
        const events = await collect(engine.ask(alice, asked));
        await requireNothingDone(events, shop);
        const end = lastOf(events, 'step-finished');
        assert.deepEqual([end.step, end.status, end.unchanged], ['scale', 'succeeded', 'Scale checkout from 3 to 3']);
        assert.ok(lastOf(events, 'answer').text.includes(said));
        assert.equal(lastOf(events, 'run-finished').status, 'completed');
        assert.deepEqual(await engine.approvals(alice), []);
      });

  test('counts as no change among those of the last hour', async () => {
    const shop = shopOfThree();
    const engine = await openShop(shop, { sets: [allowEverything], config: { changes: { operationsOnTarget: 1 } } });
    for (let time = 0; time < 3; time++) await collect(engine.ask(alice, { message: 'scale checkout to 3' }));
    await collect(engine.ask(alice, { message: 'scale checkout to 4' }));
    assert.deepEqual(shop.effects, [4]);
  });

  test('that is denied is denied: a rule is not answered by how things are', async () => {
    const shop = shopOfThree();
    const events = await collect(
      (await openShop(shop, { sets: [refused] })).ask(alice, { message: 'scale checkout to 3' }),
    );
    await requireNothingDone(events, shop);
    assert.equal(lastOf(events, 'step-finished').status, 'denied');
    assert.doesNotMatch(lastOf(events, 'answer').text, /Nothing to do/);
  });

  test('by the time that it is approved is not sent any more', async () => {
    const shop = Object.assign(shopOfThree(), { replicas: 1 });
    const engine = await openShop(shop);
    const asked = await collect(engine.ask(alice, { message: 'scale checkout to 3' }));
    shop.replicas = 3;
    const events = await collect(engine.decide(alice, approve(asked)));
    await requireNothingDone(events, shop);
    assert.ok(lastOf(events, 'answer').text.includes(said));
  });

  test('is asked about where its tool does not say so: equal values of a preview may be all that it knows', async () => {
    const shop = Object.assign(shopOfThree(), { tellsUnchanged: false });
    const events = await collect((await openShop(shop)).ask(alice, { message: 'scale checkout to 3' }));
    assert.equal(eventsOf(events, 'approval-required').length, 1);
  });
});
