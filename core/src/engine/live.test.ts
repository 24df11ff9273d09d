import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError } from '../errors.ts';
import { storedEvents, type RunEvent } from '../run/events.ts';
import { appendOf } from '../testing/append.ts';
import { collect, eventsOf, lastOf } from '../testing/events.ts';
import { fakeCaller } from '../testing/fake-caller.ts';
import { allowEverything, approve, createShop, openShop, runOf, textEvidence } from './testing/shop.ts';

const alice = fakeCaller();
const scale = { message: 'scale checkout to 3' };
const diagnose = { message: 'what is wrong?' };
const is = (code: HexaopsError['code']) => (error: unknown) => HexaopsError.is(error, code);
const never = () => new Promise<never>(() => undefined);

/** Something that waits until it is let on, and says when it has been reached. */
function gate() {
  const reached = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  return {
    reached: reached.promise,
    open: () => opened.resolve(),
    pass: () => {
      reached.resolve();
      return opened.promise;
    },
  };
}

describe('a run that is worked on', () => {
  test('is followed from a sequence that it has not reached, without keeping the process from its work', async () => {
    const shop = createShop();
    const { reached, open, pass } = gate();
    shop.result = async () => {
      await pass();
      return { evidence: [textEvidence('x')] };
    };
    const engine = await openShop(shop);
    const asked = collect(engine.ask(alice, diagnose));
    await reached;
    const [session] = await engine.sessions(alice);
    const [run] = await shop.store.runsOfSession(
      { subject: alice.subject, workspace: alice.workspace },
      session?.id ?? '',
    );
    const ahead = collect(engine.events(alice, run?.id ?? '', 1_000_000));
    await new Promise((resolve) => setTimeout(resolve, 5));
    open();
    assert.deepEqual(await ahead, []);
    assert.equal((await asked).at(-1)?.type, 'run-finished');
  });

  test('does not go on twice: a second resume is told so', async () => {
    const shop = createShop();
    const { reached, open, pass } = gate();
    shop.result = async () => {
      await pass();
      return { evidence: [] };
    };
    const engine = await openShop(shop);
    const events: RunEvent[] = [];
    const asked = (async () => {
      for await (const event of storedEvents(engine.ask(alice, diagnose))) events.push(event);
    })();
    await reached;
    await assert.rejects(collect(engine.resume(alice, runOf(events), { kind: 'reauthenticated' })), is('conflict'));
    open();
    await asked;
    assert.equal(lastOf(events, 'run-finished').status, 'completed');
  });

  test('is not abandoned where a tool raises "conflict": that is the step\u2019s failure', async () => {
    const shop = createShop();
    shop.result = () => Promise.reject(new HexaopsError('conflict', 'the object was changed meanwhile'));
    const engine = await openShop(shop);
    const events = await collect(engine.ask(alice, diagnose));
    assert.equal(lastOf(events, 'run-finished').status, 'completed');
    assert.match(lastOf(events, 'answer').text, /the object was changed meanwhile/);
  });

  test('ends for its reader where another has gone on with it', async () => {
    const shop = createShop();
    const { reached, open, pass } = gate();
    shop.result = async () => {
      await pass();
      return { evidence: [] };
    };
    const engine = await openShop(shop);
    const events: RunEvent[] = [];
    const asked = (async () => {
      for await (const event of storedEvents(engine.ask(alice, diagnose))) events.push(event);
    })();
    await reached;
    const { length } = await shop.store.events(runOf(events), 0);
    await shop.store.append(appendOf(runOf(events), length, [{ type: 'run-resumed', subject: 'alice' }]));
    open();
    await asked;
    assert.deepEqual(eventsOf(events, 'run-finished'), []);
    assert.equal((await shop.store.events(runOf(events), 0)).length, length + 1, 'nothing was written over it');
  });

  test('numbers its evidence on from the last, also where a step has left a gap', async () => {
    const shop = createShop();
    shop.result = () => ({ evidence: [textEvidence('lost')], findings: [] });
    let broken = true;
    const engine = await openShop(shop, {
      plugin: (api) =>
        api.tap('toolResult', (result, { tool }) => {
          if (tool === 'look' && broken) throw new HexaopsError('reauthentication-required', 'expired');
          return result;
        }),
    });
    const events = await collect(engine.ask(alice, diagnose));
    const run = runOf(events);
    const length = (await shop.store.events(run, 0)).length;
    const [kept] = eventsOf(events, 'evidence');
    assert.ok(kept);
    const evidence = { ...kept.evidence, id: 'e7' };
    await shop.store.append(appendOf(run, length, [{ type: 'evidence', evidence }], { status: 'suspended' }));
    broken = false;
    const resumed = await collect(engine.resume(alice, run, { kind: 'reauthenticated' }));
    assert.deepEqual(
      eventsOf(resumed, 'evidence').map(({ evidence: { id } }) => id),
      ['e8'],
    );
  });
});

describe('a cancelled run', () => {
  test('whose change is under way waits for its outcome, reads it back, and says so', async () => {
    const shop = createShop();
    const { reached, open, pass } = gate();
    const perform = shop.controlPlane.perform.bind(shop.controlPlane);
    shop.controlPlane.perform = async (...input) => {
      await pass();
      return perform(...input);
    };
    const engine = await openShop(shop);
    const asked = await collect(engine.ask(alice, scale));
    const decided = collect(engine.decide(alice, approve(asked)));
    await reached;
    const cancelled = engine.cancel(alice, runOf(asked));
    open();
    await cancelled;
    const events = await decided;
    assert.deepEqual(shop.effects, [3]);
    assert.equal(lastOf(events, 'operation-finished').message, 'there are 3 replicas');
    assert.equal(lastOf(events, 'run-finished').status, 'cancelled');
  });

  test('before its change was sent sends nothing', async () => {
    const shop = createShop();
    const { reached, open, pass } = gate();
    const engine = await openShop(shop, {
      plugin: (api) => api.tap('authorize', async ({ effect }) => (effect === 'write' ? await pass() : undefined)),
    });
    const asking = collect(engine.ask(alice, scale));
    await reached;
    const [session] = await engine.sessions(alice);
    const [run] = await shop.store.runsOfSession(alice, session?.id ?? '');
    const cancelled = engine.cancel(alice, run?.id ?? '');
    open();
    await cancelled;
    assert.equal(lastOf(await asking, 'run-finished').status, 'cancelled');
    assert.deepEqual(shop.effects, []);
  });

  test('that suspends at that very moment is cancelled too', async () => {
    const shop = createShop();
    const { reached, open, pass } = gate();
    const engine = await openShop(shop, {
      store: {
        ...shop.store,
        append: async (append) => {
          if (append.events.some(({ type }) => type === 'approval-required')) await pass();
          return shop.store.append(append);
        },
      },
    });
    const asking = collect(engine.ask(alice, scale));
    await reached;
    const [session] = await engine.sessions(alice);
    const [run] = await shop.store.runsOfSession(alice, session?.id ?? '');
    const cancelled = engine.cancel(alice, run?.id ?? '');
    open();
    await Promise.all([cancelled, asking]);
    const stored = await collect(engine.events(alice, run?.id ?? '', 0));
    assert.equal(lastOf(stored, 'run-finished').status, 'cancelled');
  });

  test('leaves no listener on the signal of the one who asked', async () => {
    const shop = createShop();
    const engine = await openShop(shop);
    const controller = new AbortController();
    let listeners = 0;
    const { signal } = controller;
    const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
    signal.addEventListener = (...input: Parameters<typeof add>) => (listeners++, add(...input));
    signal.removeEventListener = (...input: Parameters<typeof remove>) => (listeners--, remove(...input));
    await collect(engine.ask(alice, diagnose, { signal }));
    assert.equal(listeners, 0);
  });
});

describe('a deadline', () => {
  const budget = { stepMilliseconds: 40 };
  test('ends whatever hangs in a step: tool, hooks, read-back, control plane, plan and answer', async () => {
    const shop = createShop();
    const hangs: readonly (readonly [string, Parameters<typeof openShop>[1], RegExp])[] = [
      ['toolCall', { plugin: (api) => api.tap('toolCall', never) }, /"failed"/],
      ['toolResult', { plugin: (api) => api.tap('toolResult', never) }, /"failed"/],
      ['finding', { plugin: (api) => api.tap('finding', never) }, /"failed"/],
      ['plan', { plugin: (api) => api.tap('plan', never) }, /deadline-exceeded/],
      ['answer', { plugin: (api) => api.tap('answer', never) }, /deadline-exceeded/],
    ];
    for (const [name, options, expected] of hangs) {
      const own = createShop();
      own.result = () => ({
        evidence: [textEvidence('x')],
        findings: [
          {
            cause: 'c',
            object: { kind: 'Pod', name: 'p' },
            severity: 'info',
            confidence: 1,
            summary: 's',
            evidence: [0],
          },
        ],
      });
      const engine = await openShop(own, { ...options, config: { budget } });
      const events = await collect(engine.ask(alice, diagnose));
      assert.equal(events.at(-1)?.type, 'run-finished', name);
      assert.match(JSON.stringify(events), expected, name);
    }
    shop.controlPlane.perform = never;
    const engine = await openShop(shop, { config: { budget }, sets: [allowEverything] });
    const events = await collect(engine.ask(alice, scale));
    assert.equal(lastOf(events, 'operation-finished').outcome, 'not-applied');
    assert.equal(events.at(-1)?.type, 'run-finished');
  });

  test('is not waited for by shutting down: the engine goes, and takes nothing new', async () => {
    const shop = createShop();
    shop.controlPlane.perform = never;
    const engine = await openShop(shop, {
      config: { drainMilliseconds: 20 },
      sets: [allowEverything],
      plugin: (api) => api.tap('draining', never),
    });
    const events: RunEvent[] = [];
    for await (const event of storedEvents(engine.ask(alice, scale))) {
      events.push(event);
      if (event.type === 'operation-intended') break;
    }
    await Promise.all([engine[Symbol.asyncDispose](), engine[Symbol.asyncDispose]()]);
    assert.deepEqual(eventsOf(await shop.store.events(runOf(events), 0), 'run-finished'), []);
    await assert.rejects(collect(engine.ask(alice, diagnose)), is('shutting-down'));
    await assert.rejects(
      collect(engine.resume(alice, runOf(events), { kind: 'reauthenticated' })),
      is('shutting-down'),
    );
  });
});

describe('an operation', () => {
  test('whose answer was not understood is read back, not taken for undone', async () => {
    for (const code of ['result-too-large', 'internal', 'tool-failed', 'deadline-exceeded'] as const) {
      const shop = createShop();
      const engine = await openShop(shop, { sets: [allowEverything] });
      shop.controlPlane.failNext(new HexaopsError(code, 'the answer is strange'), 'after');
      const events = await collect(engine.ask(alice, scale));
      assert.equal(lastOf(events, 'operation-finished').outcome, 'applied', code);
    }
  });

  test('whose read-back brings what cannot be kept is done all the same, and said to be', async () => {
    const shop = createShop();
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    const engine = await openShop(shop, { sets: [allowEverything] });
    const events = await collect(engine.ask(alice, { message: 'scale checkout to 4' }));
    assert.equal(lastOf(events, 'operation-finished').outcome, 'applied');
    shop.result = () => ({ evidence: [], value: circular });
    const failed = await collect(engine.ask(alice, diagnose));
    assert.match(lastOf(failed, 'answer').text, /cannot be written as JSON/);
    assert.equal(lastOf(failed, 'run-finished').status, 'completed');
  });
});
