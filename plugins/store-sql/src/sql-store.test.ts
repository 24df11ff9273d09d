import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { HexaopsError, verifyChain } from '@hexaops/core';
import { appendOf, replicaChecks, runChecks, storeChecks } from '@hexaops/core/testing';
import { createSqlStore } from './sql-store.ts';
import { reopeningStore } from './testing/reopening-store.ts';
import { scratch } from './testing/scratch.ts';

/** The suite's times are at the beginning of the epoch. */
const surroundings = { now: () => 1_000, environment: {} };
const alice = { subject: 'alice', workspace: 'shop' };

describe('the store in SQLite', () => {
  const { file, open } = scratch();
  const create = async () => open({ path: await file() }, surroundings);
  runChecks(storeChecks(create), test);
});

describe('an append in SQLite that fails half-way', () => {
  const { file, open } = scratch();

  test('leaves the run as it was', async () => {
    const path = await file();
    const store = await open({ path }, surroundings);
    await store.createSession({ ...alice, id: 's', createdAt: 1, lastUsedAt: 1, title: 't' });
    await store.createRun({ ...alice, id: 'r', session: 's', createdAt: 1, sequence: 0, status: 'running' });
    {
      using database = new DatabaseSync(path);
      database.exec(`insert into run_events values ('r', 2, 'answer', 1, 1, '{}')`);
    }
    const event = { type: 'run-resumed', subject: 'alice' } as const;
    await assert.rejects(store.append(appendOf('r', 0, [event, event], { status: 'suspended' })));
    const run = await store.run(alice, 'r');
    assert.deepEqual([run?.sequence, run?.status], [0, 'running']);
    assert.equal((await store.append(appendOf('r', 0, [event]))).length, 1, 'and the store goes on');
  });
});

describe('the store in SQLite, closed and opened again between any two calls', () => {
  const { file } = scratch();
  const create = async () => {
    const path = await file();
    return reopeningStore(() => createSqlStore({ path }, surroundings));
  };
  runChecks(storeChecks(create), test);
});

describe('one SQLite file, opened twice', () => {
  const { file, open } = scratch();
  runChecks(
    replicaChecks(async () => {
      const path = await file();
      return [await open({ path }), await open({ path })];
    }),
    test,
  );
});

describe('audit records in SQLite that somebody has changed', () => {
  const { file, open } = scratch();

  test('are not sent in the place of those that were frozen', async () => {
    const path = await file();
    const store = await open({ path }, surroundings);
    await store.createSession({ ...alice, id: 's', createdAt: 1, lastUsedAt: 1, title: 't' });
    await store.createRun({ ...alice, id: 'r', session: 's', createdAt: 1, sequence: 0, status: 'running' });
    await store.audit.register(['sink']);
    const entry = {
      ...alice,
      id: 'a',
      timestamp: '2026-01-01T00:00:00.000Z',
      phase: 'intent',
      run: 'r',
      organizations: [],
      eventType: 'scale',
      resource: 'deployment/shop/checkout',
      details: {},
      initiatedBy: 'AIOpsAgent',
    } as const;
    await store.append(appendOf('r', 0, [], { audit: { entries: [entry], room: 1 } }));
    await store.audit.batch('sink', 1);
    using database = new DatabaseSync(path);
    database.exec(`update audit_records set entry = replace(entry, 'alice', 'mallory'), hash = '${'0'.repeat(64)}'`);
    await assert.rejects(store.audit.batch('sink', 1), (error) => HexaopsError.is(error, 'internal'));
    const { problems } = await verifyChain(await store.audit.records(0, 1), { heads: await store.audit.heads() });
    assert.deepEqual(
      problems.map(({ kind }) => kind),
      ['altered', 'broken'],
    );
  });
});
