import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { inspect } from 'node:util';
import { HexaopsError, type Store } from '@hexaops/core';
import { appendOf, replicaChecks, runChecks, storeChecks } from '@hexaops/core/testing';
import { createSqlStore, type SqlStore, type StoreSqlConfig } from '@hexaops/store-sql';
import { eventually } from '../kubernetes/eventually.ts';
import { findPrograms } from './programs.ts';
import { PostgresServer } from './server.ts';

const programs = findPrograms();
const skip = 'missing' in programs && programs.missing;
const alice = { subject: 'alice', workspace: 'shop' };
const resumed = { type: 'run-resumed', subject: 'alice' } as const;

describe('The store in Postgres', { skip }, () => {
  let server: PostgresServer;
  let stores = new AsyncDisposableStack();
  before(async () => {
    assert.ok(!('missing' in programs));
    server = await PostgresServer.start(programs);
  });
  afterEach(async () => {
    await stores.disposeAsync();
    stores = new AsyncDisposableStack();
  });
  after(() => server[Symbol.asyncDispose]());

  /** The times of these tests are at the beginning of the epoch. */
  async function open(config: StoreSqlConfig, now = () => 1_000): Promise<SqlStore> {
    const store = stores.use(createSqlStore(config, { now, environment: {} }));
    await store.open();
    return store;
  }

  describe('is a store', () => {
    runChecks(
      storeChecks(async () => open({ url: await server.createDatabase() })),
      test,
    );
  });

  describe('for two replicas', () => {
    runChecks(
      replicaChecks(async () => {
        const url = await server.createDatabase();
        return [await open({ url }, Date.now), await open({ url }, Date.now)];
      }),
      test,
    );
  });

  test('is found by DATABASE_URL', async () => {
    const environment = { DATABASE_URL: await server.createDatabase() };
    const store = stores.use(createSqlStore({}, { environment }));
    await store.open();
    assert.equal(store.id, 'postgres');
  });

  test('makes its tables once, however many replicas start together', async () => {
    const url = await server.createDatabase();
    const replicas = await Promise.all(Array.from({ length: 6 }, () => open({ url, poolSize: 2 })));
    await addRun(replicas[0] ?? assert.fail());
    for (const replica of replicas) assert.equal((await replica.run(alice, 'r'))?.id, 'r');
  });

  test('is not opened where a newer release has been', async () => {
    const url = await server.createDatabase();
    await open({ url });
    await using client = await server.connect(new URL(url).pathname.slice(1));
    await client.query(`insert into hexaops_migrations values ('9999-newer', '2100-01-01T00:00:00.000Z')`);
    await assert.rejects(open({ url }), (error) => {
      assert.ok(HexaopsError.is(error, 'plugin-start-failed'));
      assert.match(error.message, /newer release \(9999-newer\)/);
      return true;
    });
  });

  test('forgets sessions that have expired, and the least recently used over the limit', async () => {
    const clock = { now: 0 };
    const store = await open(
      { url: await server.createDatabase(), idleDays: 1, sessionsPerSubject: 2 },
      () => clock.now,
    );
    for (const [index, id] of ['a', 'b', 'c'].entries()) await addSession(store, id, index);
    assert.deepEqual(
      (await store.sessions(alice)).map(({ id }) => id),
      ['c', 'b'],
    );
    clock.now = 86_400_001;
    assert.equal(await store.session(alice, 'b'), undefined);
    assert.deepEqual(
      (await store.sessions(alice)).map(({ id }) => id),
      ['c'],
    );
  });

  test('connects again when its connections are ended', async () => {
    const store = await open({ url: await server.createDatabase() });
    await addRun(store);
    await using client = await server.connect('postgres');
    const connections = `from pg_stat_activity where application_name = 'hexaops'`;
    const { rowCount } = await client.query(`select pg_terminate_backend(pid) ${connections}`);
    assert.ok(Number(rowCount) > 0);
    await eventually(
      'no connection',
      async () => (await client.query(`select ${connections}`)).rowCount === 0 || undefined,
    );
    // The end of a connection may be heard by the first statement after it.
    await store.events('r', 0).catch(raises('store-unavailable', /connects again/));
    await store.append(appendOf('r', 0, [resumed]));
  });

  test('gives up where a lock is held for too long, and has appended nothing', async () => {
    const url = await server.createDatabase();
    const store = await open({ url });
    await addRun(store);
    {
      await using client = await server.connect(new URL(url).pathname.slice(1));
      await client.query('begin; lock table run_events in access exclusive mode');
      await assert.rejects(
        store.append(appendOf('r', 0, [resumed], { status: 'suspended' })),
        raises('store-unavailable', /lock/),
      );
    }
    assert.deepEqual(await store.run(alice, 'r'), await store.lastRun(alice, 's'));
    assert.equal((await store.run(alice, 'r'))?.status, 'running');
    await store.append(appendOf('r', 0, [resumed], { status: 'suspended' }));
  });

  test('lets nobody wait for each other who append to a session and delete it', async () => {
    const store = await open({ url: await server.createDatabase() });
    for (let round = 0; round < 15; round++) {
      await addSession(store, 's', 1);
      const runs = Array.from({ length: 6 }, (_, index) => `r-${round}-${index}`);
      for (const id of runs) {
        await store.createRun({ ...alice, id, session: 's', createdAt: 1, sequence: 0, status: 'running' });
      }
      const appends = runs.map((id) => store.append(appendOf(id, 0, [resumed], { worked: ['look', id] })));
      const results = await Promise.allSettled([...appends, store.deleteSubject('alice', 'shop')]);
      for (const result of results) {
        if (result.status === 'rejected')
          assert.ok(HexaopsError.is(result.reason, 'not-found'), inspect(result.reason));
      }
      assert.deepEqual(await store.sessions(alice), []);
    }
  });

  test('says what is wrong with the way to it, and never the password', async () => {
    const wrong = [
      { url: server.url('postgres', { password: 'canary' }), nextStep: /user and the password/ },
      { url: server.url('nowhere'), nextStep: /create the database/ },
    ];
    for (const { url, nextStep } of wrong) {
      await assert.rejects(open({ url }), (error) => {
        raises('store-unavailable', nextStep)(error);
        const text = inspect(error, { depth: 10, showHidden: true });
        assert.doesNotMatch(text, new RegExp(`canary|${server.password}`));
        return true;
      });
    }
  });
});

async function addSession(store: Store, id: string, createdAt: number): Promise<void> {
  await store.createSession({ ...alice, id, createdAt, lastUsedAt: createdAt, title: 't' });
}

async function addRun(store: Store): Promise<void> {
  await addSession(store, 's', 1);
  await store.createRun({ ...alice, id: 'r', session: 's', createdAt: 1, sequence: 0, status: 'running' });
}

function raises(code: HexaopsError['code'], nextStep: RegExp) {
  return (error: unknown): true => {
    assert.ok(HexaopsError.is(error, code), inspect(error));
    assert.match(error.nextStep ?? '', nextStep);
    return true;
  };
}
