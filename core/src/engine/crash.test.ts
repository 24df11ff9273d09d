import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError } from '../errors.ts';
import { auditSinkPoint } from '../extension/audit.ts';
import type { RunEvent } from '../run/events.ts';
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
async function until(stream: AsyncIterable<RunEvent>, death: Death): Promise<void> {
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
          const keys = new Set(eventsOf(events, 'operation-intended').map(({ intent }) => intent.idempotencyKey));
          assert.equal(keys.size, 1);
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

describe('an audit sink that fails', () => {
  test('on the outcome changes nothing of what is said of the change, and is named', async () => {
    const shop = createShop();
    const engine = await openShop(shop, {
      plugin: (api) =>
        api.contribute(auditSinkPoint, {
          id: 'full',
          record: async ({ phase }) => {
            if (phase === 'outcome') throw new Error('no room');
          },
        }),
    });
    const asked = await collect(engine.ask(alice, question));
    const events = await collect(engine.decide(alice, approve(asked)));
    assert.equal(lastOf(events, 'operation-finished').outcome, 'applied');
    assert.match(lastOf(events, 'answer').text, /Done: there are 3 replicas/);
    assert.match(lastOf(events, 'step-finished').unavailable[0]?.reason ?? '', /outcome was not recorded: no room/);
  });

  test('on the intent, by raising or by never answering, stops the change', async () => {
    for (const record of [() => Promise.reject(new Error('no room')), () => new Promise<never>(() => undefined)]) {
      const shop = createShop();
      const engine = await openShop(shop, {
        config: { budget: { stepMilliseconds: 50 } },
        plugin: (api) => api.contribute(auditSinkPoint, { id: 'full', record }),
      });
      const asked = await collect(engine.ask(alice, question));
      const events = await collect(engine.decide(alice, approve(asked)));
      assert.deepEqual(shop.effects, []);
      assert.deepEqual(eventsOf(events, 'operation-intended'), []);
      assert.equal(lastOf(events, 'step-finished').status, 'failed');
    }
  });

  test('each outcome of an operation that was sent twice has an id of its own', async () => {
    const shop = createShop();
    const engine = await openShop(shop);
    const done = await collect(engine.ask(alice, question));
    await collect(engine.decide(alice, approve(done)));
    const session = done[0]?.session ?? '';
    const again = await collect(engine.ask(alice, { message: 'scale checkout to 5', session }));
    shop.controlPlane.failNext(new HexaopsError('forbidden', 'not now'));
    await collect(engine.decide(alice, approve(again)));
    await collect(engine.resume(alice, runOf(again), { kind: 'reauthenticated' }));
    assert.deepEqual(shop.effects, [3, 5]);
    const outcomes = shop.audit.filter(({ phase }) => phase === 'outcome').map(({ id }) => id);
    assert.equal(outcomes.length, 3);
    assert.equal(new Set(outcomes).size, 3);
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
    append: async (...input: Parameters<typeof shop.store.append>) => {
      appends += 1;
      if (appends === at) throw new Error('connection lost');
      return shop.store.append(...input);
    },
  };
}
