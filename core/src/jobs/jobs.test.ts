import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { AuditBatch, AuditSink } from '../extension/audit.ts';
import { createMemoryStore } from '../store/memory.ts';
import { appendOf } from '../testing/append.ts';
import { auditEntry, resumed, withRun } from '../testing/conformance/fixtures.ts';
import { pauseAfter } from './back-off.ts';
import { deliverAudit } from './deliver-audit.ts';
import { createInProcessRunner } from './in-process-runner.ts';
import { VirtualClock } from './testing/virtual-clock.ts';

const backOff = { first: 1_000, longest: 60_000 };
const hour = 3_600_000;

describe('the pause after failures', () => {
  test('doubles up to the longest, and is by chance between half of that and all of it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failures, chance) => {
          const pause = pauseAfter(failures, backOff, () => chance);
          const whole = Math.min(60_000, 1_000 * 2 ** (failures - 1));
          assert.ok(pause >= whole / 2 && pause <= whole, `${pause} of ${whole}`);
        },
      ),
    );
    assert.equal(
      pauseAfter(0, backOff, () => 1),
      0,
    );
  });
});

describe('the runner in this process', () => {
  test('runs each job again so long after its end, whatever the others do or raise', async () => {
    const clock = new VirtualClock();
    const at: Record<string, number[]> = { good: [], bad: [], slow: [] };
    const reported: [string, unknown][] = [];
    await using _ = await createInProcessRunner(clock.wait).start(
      [
        { name: 'good', every: 5_000, run: async () => void at['good']?.push(clock.now()) },
        {
          name: 'bad',
          every: 5_000,
          run: async () => {
            at['bad']?.push(clock.now());
            throw new Error('broken');
          },
        },
        {
          name: 'slow',
          every: 5_000,
          run: async (signal) => {
            at['slow']?.push(clock.now());
            await clock.wait(20_000, signal);
          },
        },
      ],
      (job, error) => reported.push([job, error]),
    );
    const start = clock.now();
    await clock.pass(30_000);
    const since = (name: string) => at[name]?.map((time) => time - start);
    assert.deepEqual(since('good'), [1_000, 6_000, 11_000, 16_000, 21_000, 26_000]);
    assert.deepEqual(since('bad'), since('good'));
    assert.deepEqual(since('slow'), [1_000, 26_000]);
    assert.deepEqual(
      reported.filter(([job]) => job === 'bad').map(([, error]) => String(error)),
      Array(6).fill('Error: broken'),
    );
    assert.deepEqual(
      new Set(reported.filter(([job]) => job === 'good').map(([, error]) => error)),
      new Set([undefined]),
    );
  });

  test('ends with its disposal: a round that is under way is told, and waited for', async () => {
    const clock = new VirtualClock();
    let ended = false;
    const reported: string[] = [];
    const runner = await createInProcessRunner(clock.wait).start(
      [
        {
          name: 'long',
          every: 1_000,
          run: async (signal) => {
            await clock.wait(hour, signal);
            ended = true;
            signal.throwIfAborted();
          },
        },
      ],
      (job) => reported.push(job),
    );
    await clock.pass(2_000);
    assert.equal(ended, false);
    await runner[Symbol.asyncDispose]();
    assert.equal(ended, true);
    assert.deepEqual(reported, [], 'what was cut off has not failed');
    await clock.pass(hour);
  });
});

describe('the delivery of audit records', () => {
  const write = async (store: Awaited<ReturnType<typeof withRun>>, count: number, now: number) => {
    for (let index = 0; index < count; index++) {
      const after = (await store.events('r1', 0)).length;
      const audit = { entries: [auditEntry(`entry-${after}`)], room: Infinity };
      await store.append(appendOf('r1', after, [resumed], { now, audit }));
    }
  };
  /** A sink that keeps what it is given, by batch. */
  const listening = (answer: (batch: AuditBatch) => Promise<void> = async () => undefined) => {
    const kept = new Map<string, AuditBatch>();
    const attempts: string[] = [];
    const sink: AuditSink = {
      id: 'list',
      async deliver(batch) {
        attempts.push(batch.id);
        await answer(batch);
        const before = kept.get(batch.id);
        if (before !== undefined) assert.deepEqual(batch, before, 'the same id, and the same records');
        kept.set(batch.id, batch);
      },
    };
    const ids = () => [...kept.values()].flatMap(({ records }) => records.map(({ entry }) => entry.id));
    return { sink, kept, attempts, ids };
  };

  test('to a sink that is down for an hour brings every record once it is back, and none twice', async () => {
    const clock = new VirtualClock();
    const store = await withRun(async () => createMemoryStore());
    await store.audit.register(['list']);
    const start = clock.now();
    const down = () => clock.now() > start + 30_000 && clock.now() < start + hour;
    const { sink, attempts, ids } = listening(async () => {
      if (down()) throw new Error('connect ECONNREFUSED');
    });
    const failures: number[] = [];
    const job = deliverAudit(sink, { outbox: store.audit, wait: clock.wait, random: () => 1 });
    await using _ = await createInProcessRunner(clock.wait).start([job], (_name, error) => {
      if (error !== undefined) failures.push(clock.now() - start);
    });
    for (let minute = 0; minute < 90; minute++) {
      await write(store, 3, clock.now());
      await clock.pass(60_000);
    }
    assert.equal(ids().length, 270);
    assert.equal(new Set(ids()).size, 270);
    assert.deepEqual(await store.audit.waiting(), { records: 0, oldest: undefined });
    const pauses = failures.slice(1).map((time, index) => time - (failures[index] ?? 0) - 1_000);
    assert.deepEqual(pauses.slice(0, 8), [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    assert.ok(pauses.every((pause) => pause <= 60_000));
    assert.ok(attempts.length < 270, `${attempts.length} attempts`);
  });

  test('whose answer is lost is repeated with the same id and the same records', async () => {
    const clock = new VirtualClock();
    const store = await withRun(async () => createMemoryStore());
    await store.audit.register(['list']);
    await write(store, 2, 0);
    let lost = 2;
    const { sink, kept, attempts } = listening();
    const losing: AuditSink = {
      id: 'list',
      async deliver(batch, signal) {
        await sink.deliver(batch, signal);
        await write(store, 1, 0);
        if (lost-- > 0) throw new Error('socket hang up');
      },
    };
    const job = deliverAudit(losing, { outbox: store.audit, wait: clock.wait, random: () => 0 });
    await using _ = await createInProcessRunner(clock.wait).start([job], () => undefined);
    await clock.pass(10_000);
    assert.deepEqual(attempts.slice(0, 4), [attempts[0], attempts[0], attempts[0], attempts[3]]);
    assert.notEqual(attempts[3], attempts[0]);
    assert.deepEqual(
      [...kept.values()][0]?.records.map(({ position }) => position),
      [1, 2],
    );
  });

  test('of large records is in batches of about a mebibyte, and all of them arrive in one round', async () => {
    const store = await withRun(async () => createMemoryStore());
    await store.audit.register(['list']);
    const { sink, kept, ids } = listening();
    const large = 60 * 1_024;
    const sizes = [...Array<number>(40).fill(large), 3 * 1_024 * 1_024, ...Array<number>(5).fill(10)];
    const entries = sizes.map((size, index) => auditEntry(`entry-${index}`, { details: { text: 'x'.repeat(size) } }));
    await store.append(appendOf('r1', 0, [resumed], { now: 0, audit: { entries, room: Infinity } }));
    const parts = { outbox: store.audit, wait: async () => undefined, random: Math.random };
    await deliverAudit(sink, parts).run(new AbortController().signal);
    assert.deepEqual(
      ids(),
      entries.map(({ id }) => id),
    );
    assert.deepEqual(
      [...kept.values()].map(({ records }) => records.length),
      [16, 16, 8, 1, 5],
      'what is larger alone is alone',
    );
  });

  test('by two at once brings every record, and repeats only with the same id', async () => {
    const store = await withRun(async () => createMemoryStore());
    await store.audit.register(['list']);
    const { sink, kept, ids } = listening(() => new Promise((resolve) => setImmediate(resolve)));
    await write(store, 1_200, 0);
    const job = () =>
      deliverAudit(sink, { outbox: store.audit, wait: async () => undefined, random: Math.random }).run(
        new AbortController().signal,
      );
    await Promise.all([job(), job()]);
    assert.equal(kept.size, 3);
    assert.equal(new Set(ids()).size, 1_200);
    assert.equal((await store.audit.waiting()).records, 0);
  });
});
