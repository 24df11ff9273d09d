import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError } from '../errors.ts';
import type { ControlPlane } from '../extension/control-plane.ts';
import { collect, eventsOf, lastOf } from '../testing/events.ts';
import { fakeCaller } from '../testing/fake-caller.ts';
import { allowEverything, approve, createShop, openShop, type Shop } from './testing/shop.ts';

const alice = fakeCaller();
const question = { message: 'scale checkout to 3' };

function trying(shop: Shop, dryRun: NonNullable<ControlPlane['dryRun']>): Shop {
  return { ...shop, controlPlane: { ...shop.controlPlane, dryRun } };
}

describe('a change that the control plane can try', () => {
  test('is tried before anybody is asked, with the caller\u2019s own token, and what it says is approved with it', async () => {
    const tried: unknown[] = [];
    const shop = trying(createShop(), async (caller, operation) => {
      tried.push([caller.token?.reveal(), operation.operation, operation.parameters]);
      return { message: 'checkout would be scaled to 3' };
    });
    const engine = await openShop(shop);
    const asked = await collect(engine.ask(alice, question));
    const { approval } = lastOf(asked, 'approval-required');
    assert.deepEqual(tried, [['token-of-alice', 'scale', { name: 'checkout', replicas: 3 }]]);
    assert.equal(approval.bytes.dryRun, 'checkout would be scaled to 3');
    assert.ok(
      approval.rendering?.some((line) => line.endsWith('the control plane says "checkout would be scaled to 3"')),
    );
    await collect(engine.decide(alice, approve(asked)));
    assert.deepEqual([tried.length, shop.effects], [1, [3]]);
  });

  test('and refuses is told so, and nobody is asked to approve it', async () => {
    for (const code of ['forbidden', 'operation-failed', 'control-plane-unavailable'] as const) {
      const shop = trying(createShop(), () => Promise.reject(new HexaopsError(code, 'the quota is used up')));
      const events = await collect((await openShop(shop)).ask(alice, question));
      assert.equal(eventsOf(events, 'approval-required').length, 0);
      assert.match(lastOf(events, 'answer').text, /the quota is used up/);
      assert.deepEqual(shop.effects, []);
    }
  });

  test('is asked about as before where it cannot be tried', async () => {
    const shop = trying(createShop(), async () => undefined);
    const { approval } = lastOf(await collect((await openShop(shop)).ask(alice, question)), 'approval-required');
    assert.equal(approval.bytes.dryRun, null);
    assert.ok(approval.rendering?.includes('it was not tried before'));
  });

  test('is not even tried where it is denied, or nobody is asked', async () => {
    let tried = 0;
    const dryRun = async () => {
      tried += 1;
      return { message: 'would' };
    };
    const shop = createShop();
    await collect((await openShop(trying(shop, dryRun), { config: { mode: 'readOnly' } })).ask(alice, question));
    await collect((await openShop(trying(shop, dryRun), { sets: [allowEverything] })).ask(alice, question));
    assert.deepEqual([tried, shop.effects], [0, [3]]);
  });

  test('with a token that has just expired waits for another', async () => {
    const expired = new HexaopsError('reauthentication-required', 'the token has expired');
    const shop = trying(createShop(), () => Promise.reject(expired));
    const events = await collect((await openShop(shop)).ask(alice, question));
    assert.equal(events.at(-1)?.type, 'reauthentication-required');
  });
});
