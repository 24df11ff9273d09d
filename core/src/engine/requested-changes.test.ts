import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError } from '../errors.ts';
import { collect, eventsOf, lastOf } from '../testing/events.ts';
import { fakeCaller } from '../testing/fake-caller.ts';
import { allowEverything, approve, createShop, findingOf, openShop, textEvidence } from './testing/shop.ts';

const alice = fakeCaller({ expiresAt: Number.MAX_SAFE_INTEGER });
const is = (code: HexaopsError['code']) => (error: unknown) => HexaopsError.is(error, code);
const scale = { message: 'scale checkout to 3' };

describe('a request that wants its changes to be approved', () => {
  test('has each wait for an approval, although the rules would let it through', async () => {
    const shop = createShop();
    const engine = await openShop(shop, { sets: [allowEverything] });
    await collect(engine.ask(alice, scale));
    assert.deepEqual(shop.effects, [3], 'the rules do let it through');
    const asked = await collect(engine.ask(alice, { message: 'scale checkout to 5', changes: 'approved' }));
    assert.deepEqual(shop.effects, [3]);
    const { approval } = lastOf(asked, 'approval-required');
    assert.deepEqual(approval.reasons.at(-1), 'the request wants every change to be approved');
    await collect(engine.decide(alice, approve(asked)));
    assert.deepEqual(shop.effects, [3, 5]);
  });
});

describe('a dry run', () => {
  for (const sets of [[], [allowEverything]]) {
    const rules = sets.length === 0 ? 'without rules' : 'where the rules let every change through';
    test(`${rules} shows what would be approved and changes nothing, and there is no moment in which it could`, async () => {
      const shop = createShop();
      const engine = await openShop(shop, { sets });
      const events = await collect(engine.ask(alice, { ...scale, changes: 'tried' }));
      const { approval } = lastOf(events, 'approval-required');
      assert.deepEqual(approval.changes, [{ path: 'spec.replicas', before: 1, after: 3 }]);
      assert.deepEqual(lastOf(events, 'approval-decided').decision, 'expired');
      assert.match(
        lastOf(events, 'answer').text,
        /"scale" was not done: this was a dry run, which changes nothing: Scale checkout from 1 to 3/,
      );
      assert.equal(lastOf(events, 'run-finished').status, 'completed');
      assert.deepEqual([shop.effects, await shop.audit()], [[], []]);
      assert.deepEqual(await engine.approvals(alice), []);
      await assert.rejects(collect(engine.decide(alice, approve(events))), is('approval-not-found'));
    });
  }

  test('does not make what is found to help either', async () => {
    const shop = createShop();
    shop.result = () => ({ evidence: [textEvidence('replicas: 0')], findings: [findingOf()] });
    const engine = await openShop(shop, { sets: [allowEverything] });
    const events = await collect(engine.ask(alice, { message: 'what is wrong?', changes: 'tried' }));
    assert.equal(eventsOf(events, 'approval-required').length, 1);
    assert.deepEqual(shop.effects, []);
  });

  test('of another kind than there is, is refused', async () => {
    const engine = await openShop(createShop());
    const changes = 'dry' as 'tried';
    await assert.rejects(collect(engine.ask(alice, { ...scale, changes })), is('input-invalid'));
  });
});
