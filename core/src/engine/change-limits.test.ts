import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError } from '../errors.ts';
import type { RuleSet } from '../rules/index.ts';
import { collect, eventsOf, lastOf } from '../testing/events.ts';
import { fakeCaller } from '../testing/fake-caller.ts';
import { allowEverything, approve, createShop, openShop, runOf } from './testing/shop.ts';

const alice = fakeCaller();

const small: RuleSet = {
  apiVersion: 'hexaops/v1',
  kind: 'RuleSet',
  stage: 'guard',
  rules: [
    {
      id: 'guard.small',
      match: { effect: 'write' },
      when: 'blast.pods >= limits.pods',
      then: [{ deny: { reason: 'it touches ${blast.pods} pods' } }],
    },
  ],
};
const sets = [small, allowEverything];
const held: RuleSet = {
  apiVersion: 'hexaops/v1',
  kind: 'RuleSet',
  stage: 'guard',
  rules: [
    {
      id: 'guard.held',
      match: { effect: 'write' },
      when: "operation.target == 'deployment/shop/checkout' && operation.parameters.replicas == 4",
      then: [{ deny: { reason: 'four is too many' } }],
    },
  ],
};
const scale = (replicas: number) => ({ message: `scale checkout to ${replicas}` });

test('what would be sent is judged, beside what was asked for', async () => {
  const shop = createShop();
  const engine = await openShop(shop, { sets: [held, allowEverything] });
  for (const replicas of [3, 4]) await collect(engine.ask(alice, scale(replicas)));
  assert.deepEqual(shop.effects, [3]);
});

describe('how often something is changed', () => {
  test('is limited without a rule of anybody: what goes beyond is denied, with words', async () => {
    const shop = createShop();
    const engine = await openShop(shop, { sets, config: { changes: { operationsOnTarget: 2 } } });
    for (const replicas of [2, 3, 4]) await collect(engine.ask(alice, scale(replicas)));
    assert.deepEqual(shop.effects, [2, 3]);
    const events = await collect(engine.ask(alice, scale(5)));
    assert.equal(
      lastOf(events, 'step-finished').error?.message,
      'this object was changed 2 times in the last hour, and 2 are the most: find out first why it does not help',
    );
  });

  test('is counted for an hour, by one person wherever, and by everybody on one object', async () => {
    let now = Date.UTC(2026, 0, 1, 10, 59);
    const shop = createShop();
    const config = { changes: { operationsOnTarget: 2 } };
    const engine = await openShop(shop, { sets, config, now: () => now });
    const who = (subject: string) => fakeCaller({ subject, expiresAt: now + 86_400_000 });
    await collect(engine.ask(who('alice'), scale(2)));
    await collect(engine.ask(who('bob'), scale(3)));
    now += 59 * 60_000;
    await collect(engine.ask(who('carol'), scale(4)));
    assert.deepEqual(shop.effects, [2, 3], 'not forgotten at the full hour');
    now += 20 * 60_000;
    await collect(engine.ask(who('carol'), scale(4)));
    assert.deepEqual(shop.effects, [2, 3, 4]);
  });

  test('is not passed by many approvals that are given at once', async () => {
    const shop = createShop();
    const engine = await openShop(shop, { config: { changes: { operationsOnTarget: 3 } } });
    const asked = await Promise.all(
      [2, 3, 4, 5, 6, 7, 8].map((replicas) => collect(engine.ask(alice, scale(replicas)))),
    );
    await Promise.all(asked.map((events) => collect(engine.decide(alice, approve(events)))));
    assert.ok(shop.effects.length <= 3, `${shop.effects.length}`);
    assert.ok(shop.effects.length >= 1);
  });

  test('does not count what was denied, rejected or refused before it was sent', async () => {
    const shop = createShop();
    const config = { changes: { operationsOnTarget: 2, pods: 50 } };
    const engine = await openShop(shop, { sets, config });
    for (let attempt = 0; attempt < 4; attempt++) await collect(engine.ask(alice, scale(999)));
    assert.deepEqual(shop.effects, []);
    await collect(engine.ask(alice, scale(2)));
    await collect(engine.ask(alice, scale(3)));
    assert.deepEqual(shop.effects, [2, 3]);
  });

  test('does not count what was approved and then not sent', async () => {
    const shop = createShop();
    const engine = await openShop(shop, { config: { changes: { operationsOnTarget: 1 } } });
    shop.version = 'generation 1';
    const asked = await collect(engine.ask(alice, scale(2)));
    shop.version = 'generation 2';
    assert.equal(lastOf(await collect(engine.decide(alice, approve(asked))), 'step-finished').status, 'failed');
    await collect(engine.decide(alice, approve(await collect(engine.ask(alice, scale(2))))));
    assert.deepEqual(shop.effects, [2]);
  });

  test('needs somebody else where one person has changed much', async () => {
    const shop = createShop();
    const engine = await openShop(shop, { sets, config: { changes: { operationsByCaller: 1 } } });
    await collect(engine.ask(alice, scale(2)));
    const asked = await collect(engine.ask(alice, scale(3)));
    assert.equal(lastOf(asked, 'approval-required').approval.fourEyes, true);
    await assert.rejects(collect(engine.decide(alice, approve(asked))), { code: 'approval-not-allowed' });
    await collect(engine.decide(fakeCaller({ subject: 'bob' }), approve(asked)));
    await collect(engine.resume(alice, runOf(asked), { kind: 'reauthenticated' }));
    assert.deepEqual(shop.effects, [2, 3]);
  });

  test('does not stop an operation that was counted before it was interrupted', async () => {
    const shop = createShop();
    const engine = await openShop(shop, { sets, config: { changes: { operationsOnTarget: 1 } } });
    const expired = new HexaopsError('reauthentication-required', 'the token has expired');
    shop.controlPlane.failNext(expired);
    const events = await collect(engine.ask(alice, scale(2)));
    assert.equal(events.at(-1)?.type, 'reauthentication-required');
    await collect(engine.resume(alice, runOf(events), { kind: 'reauthenticated' }));
    assert.deepEqual(shop.effects, [2]);
  });

  test('is not known where the store does not answer: then nothing is changed', async () => {
    const shop = createShop();
    const spend = () => Promise.reject(new HexaopsError('store-unavailable', 'no answer'));
    const engine = await openShop(shop, { sets, store: { ...shop.store, budgets: { spend } } });
    const events = await collect(engine.ask(alice, scale(2)));
    assert.equal(lastOf(events, 'step-finished').status, 'failed');
    assert.deepEqual([shop.effects, eventsOf(events, 'operation-intended')], [[], []]);
  });
});

describe('how much a change touches', () => {
  test('is judged by rules before anybody is asked', async () => {
    const shop = createShop();
    const engine = await openShop(shop, { sets, config: { changes: { pods: 10 } } });
    const events = await collect(engine.ask(alice, scale(40)));
    assert.equal(lastOf(events, 'guard-decided').decision, 'deny');
    assert.equal(lastOf(events, 'step-finished').error?.message, 'it touches 39 pods');
  });
});

test('limits that would be none are refused at the start', async () => {
  const shop = createShop();
  for (const changes of [{ share: 2 }, { operationsOnTarget: Number.NaN }, { operationOnTarget: 3 } as object])
    await assert.rejects(openShop(shop, { config: { changes } }), { code: 'config-invalid' });
});
