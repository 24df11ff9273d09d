import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Engine } from '../index.ts';
import { collect, eventsOf, lastOf } from '../testing/events.ts';
import { fakeCaller } from '../testing/fake-caller.ts';
import { allowEverything, approve, createShop, openShop, runOf } from './testing/shop.ts';

const alice = fakeCaller();

async function asking(engine: Engine) {
  const first = await collect(engine.ask(alice, { message: 'scale checkout to 3' }));
  const session = first[0]?.session ?? '';
  return { first, say: (message: string) => collect(engine.ask(alice, { message, session })) };
}

describe('"undo that"', () => {
  test('proposes what was there before the last change, and does nothing without approval', async () => {
    const shop = createShop();
    const engine = await openShop(shop, { sets: [allowEverything] });
    const { say } = await asking(engine);
    assert.deepEqual(shop.effects, [3]);
    const asked = await say('undo that');
    const { approval } = lastOf(asked, 'approval-required');
    assert.deepEqual(approval.bytes.arguments, { name: 'checkout', replicas: 1 });
    assert.ok(Object.values(approval.provenance).every(({ taint }) => taint === 'untrusted'));
    assert.match(approval.provenance['replicas']?.origin ?? '', /read from the cluster before the change of/);
    assert.deepEqual(shop.effects, [3], 'no rule lets it through');
    await collect(engine.decide(alice, approve(asked)));
    assert.deepEqual(shop.effects, [3, 1]);
  });

  test('takes back one change after the other, and not what has been taken back', async () => {
    const shop = createShop();
    const engine = await openShop(shop, { sets: [allowEverything] });
    const { say } = await asking(engine);
    await say('scale checkout to 7');
    for (let turn = 0; turn < 2; turn++) await collect(engine.decide(alice, approve(await say('undo that'))));
    assert.deepEqual(shop.effects, [3, 7, 3, 1]);
    assert.match(lastOf(await say('undo that'), 'answer').text, /no change in this conversation/);
  });

  test('offers again what was proposed and rejected', async () => {
    const shop = createShop();
    const engine = await openShop(shop, { sets: [allowEverything] });
    const { say } = await asking(engine);
    await collect(engine.decide(alice, { ...approve(await say('undo that')), decision: 'reject' }));
    assert.equal(eventsOf(await say('undo that'), 'approval-required').length, 1);
  });

  test('finds no change of another conversation, nor one that was not made', async () => {
    const shop = createShop();
    const engine = await openShop(shop, { sets: [allowEverything] });
    await asking(engine);
    const other = await collect(engine.ask(alice, { message: 'undo that' }));
    assert.match(lastOf(other, 'answer').text, /no change in this conversation/);
    const careful = await openShop(createShop());
    const { say } = await asking(careful);
    assert.match(lastOf(await say('undo that'), 'answer').text, /no change in this conversation/);
  });

  test('in a service that is read only is denied like any change', async () => {
    const shop = createShop();
    const { first } = await asking(await openShop(shop, { sets: [allowEverything] }));
    const readOnly = await openShop(shop, { config: { mode: 'readOnly' } });
    const session = first[0]?.session ?? '';
    const events = await collect(readOnly.ask(alice, { message: 'undo that', session }));
    assert.equal(lastOf(events, 'guard-decided').decision, 'deny');
    assert.deepEqual(shop.effects, [3]);
  });
});

describe('a change of which the reading back shows harm', () => {
  test('is told with its harm, and what takes it back is proposed, never taken', async () => {
    const shop = createShop();
    shop.harm = '2 of its 2 new pods do not start.';
    const engine = await openShop(shop, { sets: [allowEverything] });
    const { first } = await asking(engine);
    assert.equal(lastOf(first, 'operation-finished').harm, shop.harm);
    assert.match(lastOf(first, 'answer').text, /did harm: 2 of its 2 new pods do not start/);
    const { approval } = lastOf(first, 'approval-required');
    assert.deepEqual(approval.bytes.arguments, { name: 'checkout', replicas: 1 });
    assert.deepEqual(shop.effects, [3]);
    const done = await collect(engine.decide(alice, approve(first)));
    assert.deepEqual(shop.effects, [3, 1]);
    assert.equal(eventsOf(done, 'steps-added').length, 0, 'what took it back is itself not taken back');
    assert.equal(lastOf(done, 'run-finished').status, 'completed');
  });

  test('is proposed once: rejected, it is not proposed again', async () => {
    const shop = createShop();
    shop.harm = 'worse';
    const engine = await openShop(shop, { sets: [allowEverything] });
    const { first } = await asking(engine);
    const rejected = await collect(engine.decide(alice, { ...approve(first), decision: 'reject' }));
    assert.equal(lastOf(rejected, 'run-finished').status, 'completed');
    assert.equal(eventsOf(rejected, 'steps-added').length, 0);
    assert.deepEqual(shop.effects, [3]);
    assert.equal(runOf(first), runOf(rejected));
  });
});
