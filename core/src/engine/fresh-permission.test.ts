import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { RunEvent } from '../run/events.ts';
import { collect, eventsOf, lastOf } from '../testing/events.ts';
import { fakeCaller } from '../testing/fake-caller.ts';
import { approve, createShop, openShop, runOf } from './testing/shop.ts';

const before = fakeCaller({ roles: ['operator'] });
const after = fakeCaller({ roles: ['reader'] });
const question = { message: 'scale checkout to 3' };
const resumed = { kind: 'reauthenticated' } as const;
const types = (events: readonly RunEvent[]) => events.map(({ type }) => type);
const approving = (roles?: readonly string[]) => ({
  apiVersion: 'hexaops/v1' as const,
  kind: 'RuleSet' as const,
  stage: 'guard' as const,
  rules: [
    {
      id: 'guard.approve',
      match: { effect: 'write' },
      then: [{ requireApproval: roles === undefined ? { fourEyes: true } : { role: roles[0] ?? '' } }],
    },
  ],
});

describe('permissions that have changed', () => {
  test('since an approval was asked for stop its decision: first the client signs in again, once', async () => {
    const shop = createShop();
    const engine = await openShop(shop);
    const asked = await collect(engine.ask(before, question));
    const stopped = await collect(engine.decide(after, approve(asked)));
    assert.deepEqual(types(stopped), ['reauthentication-required']);
    assert.equal(lastOf(stopped, 'reauthentication-required').reason, 'permission-changed');
    assert.deepEqual(shop.effects, []);

    const gone = await collect(engine.resume(after, runOf(asked), resumed));
    assert.equal(eventsOf(gone, 'reauthentication-required').length, 0, 'it is asked once');
    const again = lastOf(gone, 'approval-required').approval;
    assert.notEqual(again.id, approve(asked).id, 'the change is judged and asked for again');
    await assert.rejects(collect(engine.decide(after, approve(asked))), { code: 'approval-not-found' });
    assert.deepEqual(shop.effects, []);

    const done = await collect(engine.decide(after, approve(gone)));
    assert.equal(lastOf(done, 'run-finished').status, 'completed');
    assert.deepEqual(shop.effects, [3]);
  });

  test('once more are asked about once more', async () => {
    const shop = createShop();
    const engine = await openShop(shop);
    const asked = await collect(engine.ask(before, question));
    await collect(engine.decide(after, approve(asked)));
    const gone = await collect(engine.resume(after, runOf(asked), resumed));
    const back = await collect(engine.decide(before, approve(gone)));
    assert.deepEqual(types(back), ['reauthentication-required']);
  });

  test('are noticed by another engine on the same store', async () => {
    const shop = createShop();
    const asked = await collect((await openShop(shop)).ask(before, question));
    const stopped = await collect((await openShop(shop)).decide(after, approve(asked)));
    assert.deepEqual(types(stopped), ['reauthentication-required']);
  });

  test('do not matter where the same is said in another order, or with another token', async () => {
    const shop = createShop();
    const engine = await openShop(shop);
    const asked = await collect(engine.ask(fakeCaller({ roles: ['a', 'b'], token: 'first-token-x' }), question));
    const other = fakeCaller({ roles: ['b', 'a'], token: 'second-token-x' });
    await collect(engine.decide(other, approve(asked)));
    assert.deepEqual(shop.effects, [3]);
  });

  test('stop a new message of the session, before anything is planned, until the client has signed in', async () => {
    const shop = createShop();
    const engine = await openShop(shop);
    const first = await collect(engine.ask(before, { message: 'what is wrong?' }));
    const session = first[0]?.session ?? '';
    const stopped = await collect(engine.ask(after, { message: 'what is wrong?', session }));
    assert.deepEqual(types(stopped), ['run-started', 'reauthentication-required']);
    const unanswered = await collect(engine.ask(after, { message: 'what is wrong?', session }));
    assert.deepEqual(types(unanswered), ['run-started', 'reauthentication-required'], 'it cannot be skipped');
    const gone = await collect(engine.resume(after, runOf(unanswered), resumed));
    assert.equal(lastOf(gone, 'run-finished').status, 'completed');
    const next = await collect(engine.ask(after, { message: 'what is wrong?', session }));
    assert.equal(eventsOf(next, 'reauthentication-required').length, 0);
  });

  test('of the requester after somebody else has approved: what was approved does not happen', async () => {
    const shop = createShop();
    const engine = await openShop(shop, { sets: [approving()] });
    const asked = await collect(engine.ask(before, question));
    await collect(engine.decide(fakeCaller({ subject: 'bob' }), approve(asked)));
    const stopped = await collect(engine.resume(after, runOf(asked), resumed));
    assert.deepEqual(types(stopped), ['reauthentication-required']);
    const gone = await collect(engine.resume(after, runOf(asked), resumed));
    assert.equal(lastOf(gone, 'step-finished').error?.code, 'approval-mismatch');
    assert.deepEqual(shop.effects, []);
  });

  test('of the approver, who has used the service since: what was approved does not happen', async () => {
    let now = Date.UTC(2026, 0, 1);
    const shop = createShop();
    const engine = await openShop(shop, { sets: [approving()], now: () => now });
    const expiresAt = now + 3_600_000;
    const alice = fakeCaller({ expiresAt });
    const asked = await collect(engine.ask(alice, question));
    now += 1_000;
    await collect(engine.decide(fakeCaller({ subject: 'bob', roles: ['lead'], expiresAt }), approve(asked)));
    now += 1_000;
    await collect(engine.ask(fakeCaller({ subject: 'bob', roles: [], expiresAt }), { message: 'what is wrong?' }));
    const events = await collect(engine.resume(alice, runOf(asked), resumed));
    assert.match(lastOf(events, 'step-finished').error?.message ?? '', /permissions of bob/);
    assert.deepEqual(shop.effects, []);
  });

  test('of an approver who was here before with others, and has approved since, are no matter', async () => {
    let now = Date.UTC(2026, 0, 1);
    const shop = createShop();
    const engine = await openShop(shop, { sets: [approving()], now: () => now });
    const expiresAt = now + 3_600_000;
    await collect(engine.ask(fakeCaller({ subject: 'bob', roles: [], expiresAt }), { message: 'what is wrong?' }));
    now += 1_000;
    const alice = fakeCaller({ expiresAt });
    const asked = await collect(engine.ask(alice, question));
    await collect(engine.decide(fakeCaller({ subject: 'bob', roles: ['lead'], expiresAt }), approve(asked)));
    await collect(engine.resume(alice, runOf(asked), resumed));
    assert.deepEqual(shop.effects, [3]);
  });

  test('leave no trace of roles or token in what is stored, only a digest', async () => {
    const shop = createShop();
    const engine = await openShop(shop);
    const caller = fakeCaller({ roles: ['role-canary-7'], token: 'token-canary-0123456789' });
    const events = await collect(engine.ask(caller, question));
    const stored = JSON.stringify(await shop.store.events(runOf(events), 0));
    assert.doesNotMatch(stored, /canary/);
    assert.match(events[0]?.type === 'run-started' ? (events[0].permissions ?? '') : '', /^[0-9a-f]{64}$/);
  });
});

test('a run can be cancelled whatever has changed', async () => {
  const shop = createShop();
  const engine = await openShop(shop);
  const asked = await collect(engine.ask(before, question));
  await engine.cancel(after, runOf(asked));
  assert.deepEqual(shop.effects, []);
});
