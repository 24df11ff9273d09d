import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Append, Store } from '../extension/store.ts';
import { createMemoryStore } from '../store/memory.ts';
import { fakeCaller } from '../testing/fake-caller.ts';
import type { RunEventDraft } from './events.ts';
import { RunJournal } from './journal.ts';

const alice = fakeCaller();
const started = (step: string): RunEventDraft => ({
  type: 'step-started',
  step,
  tool: 't',
  worker: 'w',
  arguments: {},
});

/** A journal over a store that holds each append until it is let go on, and tells the steps of each. */
async function openJournal() {
  const memory = createMemoryStore();
  const appends: string[][] = [];
  const held: PromiseWithResolvers<void>[] = [];
  const store: Store = {
    ...memory,
    async append(append: Append) {
      appends.push(append.events.map((event) => ('step' in event ? event.step : event.type)));
      const turn = Promise.withResolvers<void>();
      held.push(turn);
      await turn.promise;
      return memory.append(append);
    },
  };
  await store.createSession({ ...alice, id: 's', createdAt: 1, lastUsedAt: 1, title: '' });
  await store.createRun({ ...alice, id: 'r', session: 's', createdAt: 1, sequence: 0, status: 'running' });
  const options = { store, now: () => 1, observe: () => undefined, redact: (text: string) => text };
  const journal = new RunJournal({ run: 'r', session: 's' }, options, []);
  /** Waits until an append is at the store, and lets it go on, or fail. */
  const next = async (error?: Error) => {
    while (held.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const turn = held.shift();
    if (error === undefined) turn?.resolve();
    else turn?.reject(error);
  };
  return { journal, appends, next };
}

describe('a journal', () => {
  test('stores together what came while something else was stored, in the order in which it came', async () => {
    const { journal, appends, next } = await openJournal();
    const first = journal.append(started('a'));
    await new Promise((resolve) => setImmediate(resolve));
    const others = [journal.append(started('b')), journal.append(started('c'), started('d'))];
    await next();
    await first;
    await next();
    await Promise.all(others);
    assert.deepEqual(appends, [['a'], ['b', 'c', 'd']]);
    assert.deepEqual(
      journal.after(0).map(({ sequence }) => sequence),
      [1, 2, 3, 4],
    );
  });

  test('fails for all that would have been stored together, and for whatever comes later', async () => {
    const { journal, next } = await openJournal();
    const together = [journal.append(started('a')), journal.append(started('b'))];
    const results = Promise.allSettled(together);
    await next(new Error('the disk is full'));
    for (const { status } of await results) assert.equal(status, 'rejected');
    await assert.rejects(journal.append(started('c')), { code: 'store-unavailable' });
    assert.equal(journal.state.stepsTaken, 0);
  });

  test('refuses what cannot be kept without any harm to what is stored with the others', async () => {
    const { journal, next } = await openJournal();
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    const good = journal.append(started('a'));
    const bad = journal.append({ type: 'step-started', step: 'b', tool: 't', worker: 'w', arguments: cycle });
    await assert.rejects(bad, { code: 'tool-failed' });
    await next();
    await good;
    assert.equal(journal.state.stepsTaken, 1);
  });

  test('lets nothing go past an entry for the audit, nor into its transaction', async () => {
    const { journal, appends, next } = await openJournal();
    const audit = { entries: [], room: 10 };
    const all = [
      journal.append(started('a')),
      journal.record(audit, started('b')),
      journal.append(started('c')),
      journal.append(started('d')),
    ];
    const settled = Promise.allSettled(all);
    await next();
    await next();
    await next();
    await settled;
    assert.deepEqual(appends, [['a'], ['b'], ['c', 'd']]);
  });

  test('stores no more than so many events at once', async () => {
    const { journal, appends, next } = await openJournal();
    const all = Array.from({ length: 100 }, (_, index) => journal.append(started(String(index))));
    await next();
    await next();
    await Promise.all(all);
    assert.deepEqual(
      appends.map(({ length }) => length),
      [64, 36],
    );
  });

  test('takes what is noted for said at once, and stores it with what comes next', async () => {
    const { journal, appends, next } = await openJournal();
    journal.note(started('a'));
    journal.note(started('b'), started('c'));
    assert.equal(journal.state.stepsTaken, 3);
    assert.deepEqual(journal.after(0), [], 'nobody sees it before it is stored');
    const last = journal.append(started('d'));
    await next();
    await last;
    assert.deepEqual(appends, [['a', 'b', 'c', 'd']]);
    assert.equal(journal.state.stepsTaken, 4);
  });

  test('stores what is noted by itself where nothing comes', async () => {
    const { journal, appends, next } = await openJournal();
    journal.note(started('a'));
    await next();
    await journal.settled();
    assert.deepEqual(appends, [['a']]);
    assert.equal(journal.sequence, 1);
  });

  test('has the state of what is stored, in that order, and of what is noted after it, at every moment', async () => {
    const { journal, appends, next } = await openJournal();
    const first = journal.append(started('a'));
    await new Promise((resolve) => setImmediate(resolve));
    journal.note(started('b'));
    assert.equal(journal.state.stepsTaken, 1, 'what is being stored is not there yet');
    const second = journal.append(started('c'));
    journal.note(started('d'));
    assert.equal(journal.state.stepsTaken, 2);
    await new Promise((resolve) => setImmediate(resolve));
    await next();
    await first;
    assert.equal(journal.state.stepsTaken, 3);
    await next();
    await second;
    await journal.settled();
    assert.equal(journal.state.stepsTaken, 4);
    assert.deepEqual(appends, [['a'], ['b', 'c', 'd']]);
  });

  test('says why what was noted could not be stored at the next call, and takes it for not said', async () => {
    const { journal, next } = await openJournal();
    journal.note(started('a'));
    await next(new Error('the disk is full'));
    await journal.settled();
    assert.equal(journal.state.stepsTaken, 0);
    assert.throws(() => journal.note(started('b')), { code: 'store-unavailable' });
    await assert.rejects(journal.append(started('c')), { code: 'store-unavailable' });
  });

  test('keeps what is noted out of the transaction of what is recorded for the audit', async () => {
    const { journal, appends, next } = await openJournal();
    journal.note(started('a'));
    const recorded = journal.record({ entries: [], room: 10 }, started('b'));
    await next();
    await next();
    await recorded;
    assert.deepEqual(appends, [['a'], ['b']]);
  });
});
