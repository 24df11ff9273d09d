import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { replicaChecks, runChecks, storeChecks } from '@hexaops/core/testing';
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
    await assert.rejects(store.append('r', 0, [event, event], 'suspended', 1));
    const run = await store.run(alice, 'r');
    assert.deepEqual([run?.sequence, run?.status], [0, 'running']);
    assert.equal((await store.append('r', 0, [event], 'running', 1)).length, 1, 'and the store goes on');
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
