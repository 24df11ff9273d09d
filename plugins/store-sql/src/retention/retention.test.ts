import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import type { Store } from '@hexaops/core';
import { appendOf } from '@hexaops/core/testing';
import { scratch } from '../testing/scratch.ts';

const day = 86_400_000;
const alice = { subject: 'alice', workspace: 'shop' };

describe('how long sessions are kept', () => {
  const { file, open } = scratch();

  /** A store whose clock the test moves, with one session of day 0 in which a run is suspended. */
  async function withSession(config: object) {
    const clock = { now: 0 };
    const path = await file();
    const surroundings = { now: () => clock.now };
    const store = await open({ ...config, path }, surroundings);
    await addSession(store, 's', 0);
    await addRun(store, 'r', 's', 0);
    return {
      store,
      clock,
      reopen: () => open({ ...config, path }, surroundings),
      rows: () => countRows(path),
    };
  }

  test('a session that nobody uses goes, with all that was said in it', async () => {
    const { store, clock, rows } = await withSession({ idleDays: 2 });
    clock.now = 2 * day - 1;
    assert.equal((await store.sessions(alice)).length, 1);
    clock.now = 2 * day;
    assert.equal(await store.run(alice, 'r'), undefined);
    assert.equal(await store.runOfApproval('shop', 'a'), undefined);
    assert.equal(await store.lastRun(alice, 's'), undefined);
    assert.deepEqual(await store.runsOfSession(alice, 's'), []);
    assert.deepEqual(await store.pendingApprovals('shop'), []);
    assert.deepEqual(rows(), { sessions: 1, runs: 1, run_events: 1 }, 'not shown, and still on the disk');
    assert.equal(await store.session(alice, 's'), undefined);
    assert.deepEqual(rows(), { sessions: 0, runs: 0, run_events: 0 }, 'looking at it has deleted it');
  });

  test('a run keeps its session', async () => {
    const { store, clock } = await withSession({ idleDays: 2 });
    clock.now = 2 * day - 1;
    await addRun(store, 'r2', 's', clock.now);
    clock.now = 4 * day - 2;
    assert.equal((await store.session(alice, 's'))?.id, 's');
    clock.now = 4 * day - 1;
    assert.deepEqual(await store.sessions(alice), []);
  });

  test('but not beyond its lifetime', async () => {
    const { store, clock, rows } = await withSession({ idleDays: 2, lifetimeDays: 3 });
    clock.now = 2 * day - 1;
    await addRun(store, 'r2', 's', clock.now);
    clock.now = 3 * day;
    assert.deepEqual(await store.sessions(alice), []);
    assert.deepEqual(rows(), { sessions: 0, runs: 0, run_events: 0 });
  });

  test('looking for a session that is somebody else\u2019s deletes it only where it has expired', async () => {
    const { store, rows } = await withSession({ idleDays: 2 });
    assert.equal(await store.session({ ...alice, subject: 'bob' }, 's'), undefined);
    assert.equal(rows().sessions, 1);
  });

  test('what expired while nobody was there is gone after the start', async () => {
    const { store, clock, reopen, rows } = await withSession({ idleDays: 2 });
    for (let index = 0; index < 120; index++) await addSession(store, `old-${index}`, 0);
    await addSession(store, 'young', 2 * day);
    clock.now = 3 * day;
    await reopen();
    assert.equal(rows().sessions, 1);
  });

  test('the sweep deletes what nobody looks at', async () => {
    const { store, clock, rows } = await withSession({ idleDays: 2 });
    clock.now = 2 * day;
    await store.sweep();
    assert.deepEqual(rows(), { sessions: 0, runs: 0, run_events: 0 });
  });

  test('the sweep forgets windows of budgets that are over, and no other', async () => {
    const { store, clock } = await withSession({});
    await store.budgets.spend('shop', 'january', 5, 9);
    clock.now = 39 * day;
    await store.sweep();
    assert.equal((await store.budgets.spend('shop', 'january', 1, 9)).spent, 6);
    clock.now += 41 * day;
    await store.sweep();
    assert.equal((await store.budgets.spend('shop', 'january', 1, 9)).spent, 1);
  });

  test('of one subject in one workspace the least recently used over the limit go', async () => {
    const { store } = await withSession({ sessionsPerSubject: 2 });
    const owned = async (owner = alice) => (await store.sessions(owner)).map(({ id }) => id);
    await addSession(store, 'b', 1);
    await addRun(store, 'r2', 's', 2);
    await addSession(store, 'lab', 0, { subject: 'alice', workspace: 'lab' });
    await addSession(store, 'bob', 0, { subject: 'bob', workspace: 'shop' });
    await addSession(store, 'c', 3);
    assert.deepEqual(await owned(), ['c', 's']);
    await addSession(store, 'early', 0);
    assert.deepEqual(await owned(), ['c', 'early'], 'what was just made is kept, whatever its time');
    assert.deepEqual(await owned({ subject: 'alice', workspace: 'lab' }), ['lab']);
    assert.deepEqual(await owned({ subject: 'bob', workspace: 'shop' }), ['bob']);
  });

  test('a limit of one keeps one', async () => {
    const { store } = await withSession({ sessionsPerSubject: 1 });
    await addSession(store, 'b', 0);
    assert.deepEqual(
      (await store.sessions(alice)).map(({ id }) => id),
      ['b'],
    );
  });
});

async function addSession(store: Store, id: string, createdAt: number, owner = alice): Promise<void> {
  await store.createSession({ ...owner, id, createdAt, lastUsedAt: createdAt, title: id });
}

async function addRun(store: Store, id: string, session: string, createdAt: number): Promise<void> {
  await store.createRun({ ...alice, id, session, createdAt, sequence: 0, status: 'running' });
  const pending = { approval: 'a', expiresAt: createdAt };
  await store.append(appendOf(id, 0, [{ type: 'run-resumed', subject: 'alice' }], { status: 'suspended', pending }));
}

function countRows(path: string) {
  const database = new DatabaseSync(path, { readOnly: true });
  const count = (table: string) => database.prepare(`select count(*) as n from ${table}`).get()?.['n'];
  const rows = { sessions: count('sessions'), runs: count('runs'), run_events: count('run_events') };
  database.close();
  return rows;
}
