import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError } from '../errors.ts';
import { auditSinkPoint } from '../extension/audit.ts';
import type { Append } from '../extension/store.ts';
import type { PluginApi } from '../plugin/plugin.ts';
import type { RunEvent, StreamedEvent } from '../run/events.ts';
import { apply, initialState } from '../run/state.ts';
import { collect, eventsOf, lastOf } from '../testing/events.ts';
import { fakeCaller } from '../testing/fake-caller.ts';
import type { Death } from './testing/broken-store.ts';
import { dyingStore } from './testing/broken-store.ts';
import { allowEverything, approve, createShop, openShop, runOf, type Shop } from './testing/shop.ts';

const alice = fakeCaller();
const question = { message: 'scale checkout to 3' };

/** The events of the run that the shop's store holds, whatever has become of its engine. */
async function stored(shop: Shop): Promise<readonly RunEvent[]> {
  const owner = { subject: alice.subject, workspace: alice.workspace };
  const [session] = await shop.store.sessions(owner);
  const [run] = session === undefined ? [] : await shop.store.runsOfSession(owner, session.id);
  return run === undefined ? [] : shop.store.events(run.id, 0);
}

/** Works until the stream ends, raises, or nothing comes any more: what a process that dies leaves is in the store. */
async function until(stream: AsyncIterable<StreamedEvent>, death: Death): Promise<void> {
  const silent = new Promise<void>((resolve) => setTimeout(resolve, 30));
  const read = collect(stream).then(
    () => undefined,
    () => undefined,
  );
  await (death === 'silence' ? Promise.race([read, silent]) : read);
}

/** Goes on with the run on an engine that never saw it, as a client would, until it is finished. */
async function finish(shop: Shop, sets: Parameters<typeof openShop>[1]): Promise<readonly RunEvent[]> {
  await using engine = await openShop(shop, sets);
  for (let round = 0; round < 6; round++) {
    const events = await stored(shop);
    const state = events.reduce(apply, initialState);
    const run = runOf(events);
    if (state.status !== 'running' && state.status !== 'suspended') return events;
    if (state.suspension?.kind === 'approval') {
      const { id } = state.suspension.approval;
      await collect(engine.resume(alice, run, { kind: 'decision', decision: { id, decision: 'approve' } }));
    } else await collect(engine.resume(alice, run, { kind: 'reauthenticated' }));
  }
  return assert.fail('the run does not come to an end');
}

/** How many appends the longest of its processes makes. */
for (const [name, appends, options] of [
  ['with an approval', 6, {}],
  ['that a rule allows', 9, { sets: [allowEverything] }],
] as const) {
  describe(`a change ${name} whose process dies at any append, and is gone on with by another`, () => {
    for (const death of ['before', 'after', 'silence'] as const) {
      for (let at = 1; at <= appends; at++) {
        test(`${death} append ${at}: one effect, and what is said of it is true`, async () => {
          const shop = createShop();
          const first = await openShop(shop, { ...options, store: dyingStore(shop.store, at, death) });
          await until(first.ask(alice, question), death);
          const left = await stored(shop);
          const { suspension } = left.reduce(apply, initialState);
          if (suspension?.kind === 'approval')
            await until(first.decide(alice, { id: suspension.approval.id, decision: 'approve' }), death);
          if ((await stored(shop)).length === 0) return assert.deepEqual(shop.effects, [], 'nothing was begun');
          const events = await finish(shop, options);
          assert.equal(lastOf(events, 'run-finished').status, 'completed');
          assert.deepEqual(shop.effects, [3]);
          assert.equal(lastOf(events, 'operation-finished').outcome, 'applied');
          assert.match(lastOf(events, 'answer').text, /^(?!.*failed).*Done: there are 3 replicas\./s);
          const [intended, ...others] = eventsOf(events, 'operation-intended');
          assert.deepEqual(others, []);
          const key = intended?.intent.idempotencyKey;
          assert.deepEqual(
            (await shop.audit()).map(({ id }) => id),
            [`${key}:intent`, `${key}:outcome`],
          );
          assert.deepEqual(
            events.map(({ sequence }) => sequence),
            events.map((_, index) => index + 1),
          );
        });
      }
    }
  });
}

describe('a store that fails', () => {
  test('in the middle of a run: the reader is told, and nothing is said to have failed that was done', async () => {
    const shop = createShop();
    const healthy = await openShop(shop);
    const asked = await collect(healthy.ask(alice, question));
    // Its first append is the resumption, its second the intent, its third the outcome.
    const engine = await openShop(shop, { store: onceFailing(shop, 3) });
    await assert.rejects(collect(engine.decide(alice, approve(asked))), (error) =>
      HexaopsError.is(error, 'store-unavailable'),
    );
    assert.deepEqual(shop.effects, [3]);
    assert.deepEqual(
      eventsOf(await stored(shop), 'step-finished').map(({ status }) => status),
      ['succeeded'],
    );
    const events = await finish(shop, {});
    assert.equal(lastOf(events, 'operation-finished').outcome, 'applied');
    assert.deepEqual(shop.effects, [3]);
  });
});

describe('what is recorded of a change', () => {
  const down = (api: PluginApi) =>
    api.contribute(auditSinkPoint, { id: 'down', deliver: () => Promise.reject(new Error('down')) });

  test('is the intent before anybody is asked to make it, in the run and in the audit', async () => {
    const shop = createShop();
    const seen: string[] = [];
    const perform = shop.controlPlane.perform.bind(shop.controlPlane);
    shop.controlPlane.perform = async (...input) => {
      seen.push(...(await shop.audit()).map(({ phase }) => phase), (await stored(shop)).at(-1)?.type ?? '');
      return perform(...input);
    };
    const engine = await openShop(shop);
    const asked = await collect(engine.ask(alice, question));
    await collect(engine.decide(alice, approve(asked)));
    assert.deepEqual(seen, ['intent', 'operation-intended']);
    const [intent, outcome] = await shop.audit();
    assert.equal(intent?.id, `${approve(asked).id}:intent`);
    assert.equal(outcome?.id, `${approve(asked).id}:outcome`);
    assert.equal(intent?.approvedBy, 'alice');
    assert.equal(outcome?.details['outcome'], 'applied');
  });

  test('where the intent finds no room nothing is changed, and the run goes on to say so', async () => {
    const shop = createShop();
    const engine = await openShop(shop, { config: { audit: { room: 0 } }, plugin: down });
    const asked = await collect(engine.ask(alice, question));
    const events = await collect(engine.decide(alice, approve(asked)));
    assert.deepEqual(shop.effects, []);
    assert.deepEqual(eventsOf(events, 'operation-intended'), []);
    assert.equal(lastOf(events, 'step-finished').error?.code, 'audit-full');
    assert.equal(lastOf(events, 'run-finished').status, 'completed');
    assert.deepEqual(await shop.audit(), []);
  });

  test('the outcome of what has been sent always fits', async () => {
    const shop = createShop();
    const engine = await openShop(shop, { config: { audit: { room: 1 } }, plugin: down });
    const asked = await collect(engine.ask(alice, question));
    await collect(engine.decide(alice, approve(asked)));
    assert.deepEqual(
      (await shop.audit()).map(({ phase }) => phase),
      ['intent', 'outcome'],
    );
  });

  test('where the store does not take the intent the control plane is never called', async () => {
    const shop = createShop();
    const asked = await collect((await openShop(shop)).ask(alice, question));
    // Its first append is the resumption, its second the intent.
    const engine = await openShop(shop, { store: onceFailing(shop, 2) });
    await assert.rejects(collect(engine.decide(alice, approve(asked))), (error) =>
      HexaopsError.is(error, 'store-unavailable'),
    );
    assert.equal(shop.controlPlane.performed.length, 0);
    assert.deepEqual(await shop.audit(), []);
  });

  test('is one outcome also where an operation was refused, and sent again after a fresh sign-in', async () => {
    const shop = createShop();
    const engine = await openShop(shop);
    const done = await collect(engine.ask(alice, question));
    await collect(engine.decide(alice, approve(done)));
    const session = done[0]?.session ?? '';
    const again = await collect(engine.ask(alice, { message: 'scale checkout to 5', session }));
    shop.controlPlane.failNext(new HexaopsError('forbidden', 'not now'));
    const refused = await collect(engine.decide(alice, approve(again)));
    assert.equal(lastOf(refused, 'reauthentication-required').reason, 'permission-changed');
    await collect(engine.resume(alice, runOf(again), { kind: 'reauthenticated' }));
    assert.deepEqual(shop.effects, [3, 5]);
    assert.deepEqual(
      (await shop.audit()).map(({ id }) => id),
      [approve(done), approve(again)].flatMap(({ id }) => [`${id}:intent`, `${id}:outcome`]),
    );
  });

  test('a refusal that was recorded is not sent again by whoever goes on with the run', async () => {
    const shop = createShop();
    const asked = await collect((await openShop(shop)).ask(alice, question));
    shop.controlPlane.failNext(new HexaopsError('operation-failed', 'quota'));
    // Its third append is the outcome; the process dies after it.
    const dying = await openShop(shop, { store: dyingStore(shop.store, 3, 'after') });
    await assert.rejects(collect(dying.decide(alice, approve(asked))));
    const events = await finish(shop, {});
    assert.deepEqual(shop.effects, []);
    assert.equal(lastOf(events, 'step-finished').error?.message, 'quota');
    assert.equal((await shop.audit()).length, 2);
  });
});

describe('an interrupted change', () => {
  /** A run whose intent is written and whose operation was never sent. */
  async function interrupted(options: Parameters<typeof openShop>[1] = {}) {
    const shop = createShop();
    const engine = await openShop(shop, { ...options, store: dyingStore(shop.store, 99, 'before') });
    const asked = await collect(engine.ask(alice, question));
    const dying = await openShop(shop, { ...options, store: dyingStore(shop.store, 2, 'after') });
    await assert.rejects(collect(dying.decide(alice, approve(asked))));
    assert.deepEqual(shop.effects, []);
    assert.equal((await stored(shop)).at(-1)?.type, 'operation-intended');
    return { shop, run: runOf(asked) };
  }

  const later = () => Date.now() + 3_600_000;
  const refusals: readonly (readonly [string, Parameters<typeof openShop>[1]])[] = [
    ['the service has become read only', { config: { mode: 'readOnly' } }],
    ['the approval has expired', { now: later }],
    [
      'a rule now denies it',
      {
        sets: [
          { ...allowEverything, rules: [{ id: 'guard.freeze', match: { effect: 'write' }, then: [{ deny: true }] }] },
        ],
      },
    ],
    ['a hook now denies it', { plugin: (api) => api.tap('authorize', () => ({ reason: 'frozen' })) }],
    [
      'the rules now ask for somebody else',
      {
        sets: [
          {
            ...allowEverything,
            rules: [{ id: 'guard.eyes', match: { effect: 'write' }, then: [{ requireApproval: { fourEyes: true } }] }],
          },
        ],
      },
    ],
  ];
  for (const [why, options] of refusals) {
    test(`is not sent again where ${why}`, async () => {
      const { shop, run } = await interrupted();
      const engine = await openShop(shop, options);
      const caller = fakeCaller({ expiresAt: later() + 3_600_000 });
      const events = await collect(engine.resume(caller, run, { kind: 'reauthenticated' }));
      assert.deepEqual(shop.effects, []);
      assert.equal(lastOf(events, 'run-finished').status, 'completed');
      assert.notEqual(lastOf(events, 'operation-finished').outcome, 'applied');
      assert.match(lastOf(events, 'step-finished').error?.message ?? '', /not sent again/);
    });
  }

  test('is not sent again over what somebody else has made of the object since', async () => {
    const { shop, run } = await interrupted();
    shop.replicas = 5;
    const engine = await openShop(shop);
    const events = await collect(engine.resume(alice, run, { kind: 'reauthenticated' }));
    assert.deepEqual(shop.effects, []);
    assert.equal(shop.replicas, 5);
    assert.equal(lastOf(events, 'operation-finished').outcome, 'unknown');
  });

  test('is read back by the arguments that were admitted, not by those that were planned', async () => {
    const capped: Parameters<typeof openShop>[1] = {
      plugin: (api) =>
        api.tap('toolCall', (call) =>
          call.effect === 'read' ? call : { ...call, arguments: { ...call.arguments, replicas: 2 } },
        ),
    };
    // Everything but the last append is stored: the change was made, and its process died before it could say so.
    const shop = createShop();
    await collect((await openShop(shop, capped)).ask(alice, question));
    const decide = await openShop(shop, { ...capped, store: dyingStore(shop.store, 3, 'before') });
    const { suspension } = (await stored(shop)).reduce(apply, initialState);
    assert.ok(suspension?.kind === 'approval');
    assert.equal(suspension.approval.bytes.arguments['replicas'], 2);
    await assert.rejects(collect(decide.decide(alice, { id: suspension.approval.id, decision: 'approve' })));
    assert.deepEqual(shop.effects, [2]);
    const events = await finish(shop, capped);
    assert.equal(lastOf(events, 'operation-finished').outcome, 'applied');
    assert.deepEqual(shop.effects, [2]);
  });

  test('cannot be cancelled before anybody has looked what came of it', async () => {
    const { shop, run } = await interrupted();
    const engine = await openShop(shop);
    await assert.rejects(engine.cancel(alice, run), (error) => HexaopsError.is(error, 'conflict'));
  });
});

/** A store whose n-th append fails once, as where a connection is lost. */
function onceFailing(shop: Shop, at: number) {
  let appends = 0;
  return {
    ...shop.store,
    append: async (append: Append) => {
      appends += 1;
      if (appends === at) throw new Error('connection lost');
      return shop.store.append(append);
    },
  };
}
