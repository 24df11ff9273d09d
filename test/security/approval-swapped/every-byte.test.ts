import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type ApprovedBytes, HexaopsError, hashOf } from '@hexaops/core';
import { collect, createMemoryStore, eventsOf, fakeCaller, lastOf } from '@hexaops/core/testing';
import { approve, openShop } from '../support/shop.ts';

const alice = fakeCaller();
const question = { message: 'scale checkout to 3' };
const is = (code: HexaopsError['code']) => (error: unknown) => HexaopsError.is(error, code);

/** Every value that differs from this one in one byte of its text, or by one. */
function changes(value: unknown): readonly unknown[] {
  if (typeof value === 'string') {
    const changed = value
      .split('')
      .map((character, index) => `${value.slice(0, index)}${character === 'x' ? 'y' : 'x'}${value.slice(index + 1)}`);
    return [...changed, `${value} `, value.slice(1), value.toUpperCase()].filter((other) => other !== value);
  }
  if (typeof value === 'number') return [value + 1, value - 1, value * 10, String(value)];
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    const inner = entries.flatMap(([key, item]) => changes(item).map((changed) => ({ ...value, [key]: changed })));
    const names = entries.map(([key, item]) => ({ ...without(value, key), [`${key}x`]: item }));
    return [...inner, ...names, ...entries.map(([key]) => without(value, key)), { ...value, extra: 1 }];
  }
  return ['x', 0, {}];
}

function without(value: object, key: string): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}

describe('an approval', () => {
  test('one byte changed, in every byte of every field that is bound: another hash', async (t) => {
    const { engine } = await openShop();
    const { approval } = lastOf(await collect(engine.ask(alice, question)), 'approval-required');
    assert.equal(hashOf(approval.bytes), approval.hash);
    const fields = Object.keys(approval.bytes) as (keyof ApprovedBytes)[];
    const bound = [
      'arguments',
      'expiresAt',
      'nonce',
      'operation',
      'parameters',
      'resourceVersion',
      'subject',
      'target',
      'tool',
      'workspace',
    ];
    assert.deepEqual(
      bound.filter((field) => !fields.includes(field as keyof ApprovedBytes)),
      [],
    );
    const changed = changes(approval.bytes) as readonly ApprovedBytes[];
    const same = changed.filter((bytes) => hashOf(bytes) === approval.hash);
    assert.deepEqual(same, []);
    t.diagnostic(
      `figure: ${changed.length} changes of one byte in ${fields.length} fields, ${same.length} with the same hash`,
    );
  });

  test('a decision with another hash, another id, or a second time executes nothing', async () => {
    const { engine, controlPlane } = await openShop();
    const asked = await collect(engine.ask(alice, question));
    const { approval } = lastOf(asked, 'approval-required');
    const decision = { id: approval.id, decision: 'approve' as const };
    for (const hash of changes(approval.hash) as readonly string[]) {
      await assert.rejects(collect(engine.decide(alice, { ...decision, hash })), is('approval-mismatch'));
    }
    for (const id of changes(approval.id) as readonly string[]) {
      await assert.rejects(collect(engine.decide(alice, { ...decision, id })), is('approval-not-found'));
    }
    assert.deepEqual(controlPlane.performed, []);
    await collect(engine.decide(alice, { ...decision, hash: approval.hash }));
    await assert.rejects(collect(engine.decide(alice, decision)), is('approval-not-found'));
    assert.equal(controlPlane.performed.length, 1);
  });

  test('a tool that makes another operation of the same arguments since executes nothing', async () => {
    const store = createMemoryStore();
    const before = await openShop({ store });
    const asked = await collect(before.engine.ask(alice, question));
    const after = await openShop({ store, names: ['checkout'] });
    after.world.operation = (made) => ({ ...made, parameters: { ...made.parameters, replicas: 0 } });
    const events = await collect(after.engine.decide(alice, approve(asked)));
    assert.equal(lastOf(events, 'step-finished').error?.code, 'approval-mismatch');
    assert.deepEqual(after.controlPlane.performed, []);
  });

  test('an approval that was given in time is carried out in time, or not at all', async () => {
    const store = createMemoryStore();
    let now = Date.now();
    const short = fakeCaller({ expiresAt: now + 10_000 });
    const rest = { store, result: () => ({ evidence: [] }) };
    const { engine, controlPlane } = await openShop(rest, { approvalSeconds: 60 }, () => now);
    const asked = await collect(engine.ask(short, question));
    now += 30_000;
    // In time, but with a token that has run out: it is carried out by the next one, if that comes in time.
    const decided = await collect(engine.decide(short, approve(asked)));
    assert.equal(lastOf(decided, 'approval-decided').decision, 'approve');
    assert.equal(decided.at(-1)?.type, 'reauthentication-required');
    now += 40_000;
    const fresh = fakeCaller({ expiresAt: now + 10_000 });
    const events = await collect(engine.resume(fresh, asked[0]?.run ?? '', { kind: 'reauthenticated' }));
    assert.equal(lastOf(events, 'step-finished').error?.code, 'approval-expired');
    assert.deepEqual(controlPlane.performed, []);
  });

  test('an object of another version since is not changed', async () => {
    const { engine, controlPlane, world } = await openShop();
    const asked = await collect(engine.ask(alice, question));
    world.resourceVersion = '8';
    const events = await collect(engine.decide(alice, approve(asked)));
    assert.equal(lastOf(events, 'step-finished').error?.code, 'approval-mismatch');
    assert.deepEqual(controlPlane.performed, []);
  });

  test('a caller with other permissions since changes nothing, however often the run is gone on with', async () => {
    let now = Date.now();
    const { engine, controlPlane } = await openShop({}, {}, () => now);
    const admin = { ...fakeCaller({ expiresAt: now + 10_000 }), permissions: ['aiops:admin'] as const };
    const asked = await collect(engine.ask(admin, question));
    now += 30_000;
    // Approved with a token that has run out: carried out by whoever comes next.
    await collect(engine.decide(admin, approve(asked)));
    const since = { ...fakeCaller({ expiresAt: now + 60_000 }), permissions: ['aiops:remediate'] as const };
    const again = () => collect(engine.resume(since, asked[0]?.run ?? '', { kind: 'reauthenticated' }));
    assert.equal((await again()).at(-1)?.type, 'reauthentication-required');
    assert.equal(lastOf(await again(), 'step-finished').error?.code, 'approval-mismatch');
    assert.deepEqual(controlPlane.performed, []);
  });

  test('an approval is as absent as none for who may not decide it', async () => {
    const { engine, controlPlane } = await openShop();
    const asked = await collect(engine.ask(alice, question));
    for (const stranger of [
      fakeCaller({ subject: 'bob' }),
      fakeCaller({ workspace: 'lab' }),
      fakeCaller({ subject: 'bob', roles: ['admin'] }),
    ]) {
      assert.deepEqual(await engine.approvals(stranger), []);
      await assert.rejects(collect(engine.decide(stranger, approve(asked))), is('approval-not-found'));
    }
    assert.deepEqual(controlPlane.performed, []);
    assert.equal((await engine.approvals(alice)).length, 1);
  });

  test('what the screen shows is what is bound, with the origin of every argument', async (t) => {
    const { engine } = await openShop();
    const events = await collect(engine.ask(alice, question));
    const { approval } = lastOf(events, 'approval-required');
    const names = Object.keys(approval.bytes.arguments);
    assert.deepEqual(Object.keys(approval.provenance).toSorted(), names.toSorted());
    for (const name of names) assert.match(approval.provenance[name]?.origin ?? '', /^you wrote "/);
    assert.deepEqual(approval.changes, [{ path: 'spec.replicas', before: 1, after: 3 }]);
    assert.match(approval.summary, /checkout from 1 to 3/);
    const answers = eventsOf(events, 'answer').map(({ text }) => text);
    assert.doesNotMatch(answers.join('\n'), /\b(done|scaled)\b/i);
    t.diagnostic(
      `figure: ${names.length} of ${names.length} arguments shown with their origin, 0 said to be done before it is`,
    );
  });
});
