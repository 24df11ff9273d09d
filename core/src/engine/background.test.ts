import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError } from '../errors.ts';
import { auditSinkPoint } from '../extension/audit.ts';
import { jobPoint, jobRunnerPoint } from '../extension/jobs.ts';
import type { JobFailure } from '../hooks/hooks.ts';
import { VirtualClock } from '../jobs/testing/virtual-clock.ts';
import type { PluginApi } from '../plugin/plugin.ts';
import type { RunEvent } from '../run/events.ts';
import { collect, eventsOf, lastOf } from '../testing/events.ts';
import { fakeCaller } from '../testing/fake-caller.ts';
import { approve, createShop, findingOf, openShop, runOf, type ShopOptions, textEvidence } from './testing/shop.ts';

const alice = fakeCaller({ expiresAt: Number.MAX_SAFE_INTEGER });
const bob = fakeCaller({ subject: 'bob', expiresAt: Number.MAX_SAFE_INTEGER });
const scale = { message: 'scale checkout to 3' };
const is = (code: HexaopsError['code']) => (error: unknown) => HexaopsError.is(error, code);

/** An engine whose time the test lets pass. */
async function opened(options: ShopOptions = {}) {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  const shop = createShop();
  const engine = await openShop(shop, { now: clock.now, wait: clock.wait, ...options });
  return { clock, shop, engine };
}

describe('an approval that nobody gives', () => {
  test('ends its run in words, although nobody asks', async () => {
    const seen: RunEvent[] = [];
    const plugin = (api: PluginApi) => api.tap('runEvent', (event) => void seen.push(event));
    const { clock, shop, engine } = await opened({ config: { approvalSeconds: 60 }, plugin });
    const asked = await collect(engine.ask(alice, scale));
    await clock.pass(59_000);
    assert.equal((await engine.approvals(alice)).length, 1);
    await clock.pass(15_000);
    assert.deepEqual(await engine.approvals(alice), []);
    const events = await collect(engine.events(alice, runOf(asked), 0));
    const decided = lastOf(events, 'approval-decided');
    assert.deepEqual([decided.decision, decided.by], ['expired', 'the clock']);
    assert.equal(lastOf(events, 'step-finished').status, 'denied');
    assert.match(lastOf(events, 'answer').text, /^"scale" was not done: nobody approved it in time\./);
    assert.equal(lastOf(events, 'run-finished').status, 'completed');
    assert.deepEqual(seen, events, 'whoever observes runs has seen it');
    assert.match((await engine.history(alice, asked[0]?.session ?? '')).at(-1)?.content ?? '', /in time/);
    assert.deepEqual(shop.effects, []);
    await assert.rejects(collect(engine.decide(alice, approve(asked))), is('approval-not-found'));
  });

  test('leaves the ranking of what was found as it was', async () => {
    const { clock, shop, engine } = await opened({ config: { approvalSeconds: 60 } });
    shop.result = () => ({ evidence: [textEvidence('all was read')], findings: [findingOf()] });
    const asked = await collect(engine.ask(alice, { message: 'what is wrong?' }));
    await clock.pass(100_000);
    const answers = eventsOf(await collect(engine.events(alice, runOf(asked), 0)), 'answer');
    assert.equal(answers.length, 2);
    assert.ok(answers[0]?.ranking !== undefined);
    assert.deepEqual(answers[1]?.ranking, answers[0].ranking);
  });

  test('is ended once, by whichever of two replicas is first', async () => {
    const { clock, shop, engine } = await opened({ config: { approvalSeconds: 60 } });
    await openShop(shop, { now: clock.now, wait: clock.wait, config: { approvalSeconds: 60 } });
    const asked = await collect(engine.ask(alice, scale));
    await clock.pass(100_000);
    const events = await collect(engine.events(alice, runOf(asked), 0));
    assert.equal(eventsOf(events, 'approval-decided').length, 1);
    assert.equal(eventsOf(events, 'run-finished').length, 1);
  });

  test('keeps no other from its end where its run cannot be read', async () => {
    const failures: JobFailure[] = [];
    const plugin = (api: PluginApi) => api.tap('jobFailed', (failure) => void failures.push(failure));
    const shop = createShop();
    const clock = new VirtualClock(Date.UTC(2026, 0, 1));
    let broken = '';
    const engine = await openShop(shop, {
      now: clock.now,
      wait: clock.wait,
      plugin,
      config: { approvalSeconds: 60 },
      store: {
        ...shop.store,
        events: async (run, after) => {
          if (run === broken) throw new HexaopsError('store-unavailable', 'a damaged page');
          return shop.store.events(run, after);
        },
      },
    });
    const first = await collect(engine.ask(alice, scale));
    const second = await collect(engine.ask(alice, scale));
    broken = runOf(first);
    await clock.pass(100_000);
    assert.equal(lastOf(await shop.store.events(runOf(second), 0), 'run-finished').status, 'completed');
    assert.equal(failures[0]?.job, 'approvals.expire');
    const jobs = (await engine.health(AbortSignal.timeout(1_000))).find(({ component }) => component === 'jobs');
    assert.deepEqual(jobs, { component: 'jobs', ok: false, message: 'approvals.expire: a damaged page' });
  });
});

describe('what waits for the audit', () => {
  test('is told by the health, and delivered when the sink is back', async () => {
    let isDown = true;
    const delivered: string[] = [];
    const plugin = (api: PluginApi) =>
      api.contribute(auditSinkPoint, {
        id: 'list',
        async deliver({ records }) {
          if (isDown) throw new Error('connect ECONNREFUSED');
          delivered.push(...records.map(({ entry }) => entry.phase));
        },
      });
    const { clock, engine } = await opened({ plugin, config: { audit: { room: 3 } } });
    const health = async () =>
      (await engine.health(AbortSignal.timeout(1_000))).filter(({ component }) =>
        ['audit', 'jobs'].includes(component),
      );
    await collect(engine.decide(alice, approve(await collect(engine.ask(alice, scale)))));
    await clock.pass(30_000);
    assert.deepEqual(await health(), [
      { component: 'audit', ok: true, message: '2 records wait, the oldest for 30 s' },
      { component: 'jobs', ok: false, message: 'audit.deliver/list: connect ECONNREFUSED' },
    ]);
    await collect(engine.decide(alice, approve(await collect(engine.ask(alice, { message: 'scale checkout to 5' })))));
    assert.match((await health())[0]?.message ?? '', /^4 records wait, .*; there is no room: nothing is changed$/);
    isDown = false;
    await clock.pass(120_000);
    assert.deepEqual(delivered, ['intent', 'outcome', 'intent', 'outcome']);
    assert.deepEqual(await health(), [
      { component: 'audit', ok: true, message: 'nothing waits' },
      { component: 'jobs', ok: true, message: 'at work' },
    ]);
  });

  test('is kept for some days after every sink has it, and no longer', async () => {
    const plugin = (api: PluginApi) => api.contribute(auditSinkPoint, { id: 'list', deliver: async () => undefined });
    const { clock, shop, engine } = await opened({ plugin, config: { audit: { keepDays: 1 } } });
    await collect(engine.decide(alice, approve(await collect(engine.ask(alice, scale)))));
    await clock.jump(23 * 3_600_000);
    assert.equal((await shop.audit()).length, 2);
    await clock.jump(2 * 3_600_000);
    assert.deepEqual(await shop.audit(), []);
    assert.equal((await shop.store.audit.heads())[0]?.sequence, 2);
  });
});

describe('the jobs of plugins', () => {
  test('run beside the engine\u2019s own, on the runner that a plugin brings', async () => {
    const started: string[] = [];
    let ended = false;
    const plugin = (api: PluginApi) => {
      api.contribute(jobPoint, { name: 'mine', every: 1_000, run: async () => undefined });
      api.contribute(jobRunnerPoint, {
        id: 'mine',
        async start(jobs) {
          started.push(...jobs.map(({ name }) => name));
          return {
            async [Symbol.asyncDispose]() {
              ended = true;
            },
          };
        },
      });
    };
    const { engine } = await opened({ plugin });
    assert.deepEqual(started, ['approvals.expire', 'audit.prune', 'mine']);
    await engine[Symbol.asyncDispose]();
    assert.equal(ended, true);
  });

  test('that heed no signal keep the engine from going no longer than the drain time', async () => {
    const running = Promise.withResolvers<void>();
    const plugin = (api: PluginApi) =>
      api.contribute(jobPoint, {
        name: 'stubborn',
        every: 1_000,
        run: () => {
          running.resolve();
          return new Promise<never>(() => undefined);
        },
      });
    const { clock, engine } = await opened({ plugin, config: { drainMilliseconds: 20 } });
    await clock.pass(2_000);
    await running.promise;
    await engine[Symbol.asyncDispose]();
    await assert.rejects(collect(engine.ask(alice, scale)), is('shutting-down'));
  });
});

describe('what a person said', () => {
  test('goes when they ask for it, in this workspace, and nothing else does', async () => {
    const { shop, engine } = await opened();
    const asked = await collect(engine.ask(alice, scale));
    await collect(engine.decide(alice, approve(asked)));
    const elsewhere = fakeCaller({ workspace: 'lab', expiresAt: Number.MAX_SAFE_INTEGER });
    for (const other of [bob, elsewhere]) await collect(engine.ask(other, { message: 'what is wrong?' }));
    await engine.deleteCallerData(alice);
    assert.deepEqual(await engine.sessions(alice), []);
    await assert.rejects(engine.history(alice, asked[0]?.session ?? ''), is('not-found'));
    await assert.rejects(collect(engine.events(alice, runOf(asked), 0)), is('not-found'));
    for (const other of [bob, elsewhere]) assert.equal((await engine.sessions(other)).length, 1);
    assert.equal((await shop.audit()).length, 2, 'the records of what was done stay');
  });

  test('ends the run that is being worked on, too', async () => {
    const reached = Promise.withResolvers<void>();
    const opening = Promise.withResolvers<void>();
    const { shop, engine } = await opened();
    shop.result = async () => {
      reached.resolve();
      await opening.promise;
      return { evidence: [] };
    };
    const asking = collect(engine.ask(alice, { message: 'what is wrong?' }));
    await reached.promise;
    await engine.deleteCallerData(alice);
    opening.resolve();
    assert.equal(lastOf(await asking, 'run-finished').status, 'cancelled');
    assert.deepEqual(await engine.sessions(alice), []);
  });

  test('is not read to find the last run of a session', async () => {
    const shop = createShop();
    let reads = 0;
    const events: typeof shop.store.events = (...input) => {
      reads += 1;
      return shop.store.events(...input);
    };
    const engine = await openShop(shop, { store: { ...shop.store, events } });
    const asked = await collect(engine.ask(alice, scale));
    const session = asked[0]?.session ?? '';
    const last = await engine.lastRun(alice, session);
    assert.deepEqual([last?.id, last?.status, last?.pending?.approval], [runOf(asked), 'suspended', approve(asked).id]);
    assert.equal(reads, 0);
    await assert.rejects(engine.lastRun(bob, session), is('not-found'));
  });

  test('is not read to tell whether a permission was withdrawn', async () => {
    const shop = createShop();
    const runs: string[] = [];
    const engine = await openShop(shop, {
      store: {
        ...shop.store,
        events: async (run, after) => {
          runs.push(run);
          return shop.store.events(run, after);
        },
      },
    });
    const first = await collect(engine.ask(alice, { message: 'what is wrong?' }));
    const session = first[0]?.session ?? '';
    await collect(engine.ask(alice, { message: 'what is wrong?', session }));
    runs.length = 0;
    shop.result = () => {
      throw new HexaopsError('forbidden', 'not any more');
    };
    const refused = await collect(engine.ask(alice, { message: 'what is wrong?', session }));
    assert.equal(lastOf(refused, 'reauthentication-required').reason, 'permission-changed');
    assert.ok(!runs.includes(runOf(first)), 'no run but the last is looked at');
  });
});
