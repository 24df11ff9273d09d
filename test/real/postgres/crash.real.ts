import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { after, afterEach, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { HexaopsError, type Store, verifyChain } from '@hexaops/core';
import { appendOf } from '@hexaops/core/testing';
import { createSqlStore, type SqlStore } from '@hexaops/store-sql';
import { eventually } from '../kubernetes/eventually.ts';
import { findPrograms } from './programs.ts';
import { PostgresServer } from './server.ts';

const programs = findPrograms();
const skip = 'missing' in programs && programs.missing;
const alice = { subject: 'alice', workspace: 'shop' };
const resumed = { type: 'run-resumed', subject: 'alice' } as const;
const programOf = (name: string) =>
  fileURLToPath(new URL(`../../../plugins/store-sql/src/testing/${name}`, import.meta.url));

describe('The store in Postgres, when something dies', { skip }, () => {
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

  async function open(url: string): Promise<SqlStore> {
    const store = stores.use(createSqlStore({ url }, { environment: {} }));
    await store.open();
    return store;
  }

  test('keeps what it has told is durable when the server crashes, and goes on when it is back', async () => {
    const store = await open(await server.createDatabase());
    await store.audit.register(['sink']);
    await addRun(store, 'r');
    const told = new Map(Array.from({ length: 40 }, (_, index) => [`run-${index}`, 0]));
    const writers = [...told.keys()].map((run) => addEvents(store, run, (sequence) => told.set(run, sequence)));
    const durable = () => [...told.values()].reduce((sum, sequence) => sum + sequence, 0);
    await eventually('two hundred events', async () => durable() >= 200 || undefined);
    const frozen = await store.audit.batch('sink', 10);
    await server.crash();
    await Promise.all(writers);
    await assert.rejects(store.events('r', 0), raises('store-unavailable', /connects again/));
    await server.start();
    let appends = 0;
    for (const [run, sequence] of told) {
      const events = await store.events(run, 0);
      assert.ok(events.length >= sequence, `${run}: ${sequence} told, ${events.length} kept`);
      assert.equal(events.length % 2, 0, 'no half of an append');
      assert.equal((await store.run(alice, run))?.sequence ?? 0, events.length);
      appends += events.length / 2;
    }
    await assertWholeAudit(store, appends);
    assert.deepEqual(await store.audit.batch('sink', 10), frozen, 'a batch stays frozen');
    await store.append(appendOf('r', 0, [resumed]));
  });

  test('has every record of processes that were killed as they wrote and shipped, and none twice under two ids', async () => {
    const url = await server.createDatabase();
    const store = await open(url);
    await store.audit.register(['sink']);
    const names = ['left', 'right', 'middle'];
    for (const name of names) await addRun(store, name);
    const sent = new Map<string, string>();
    const ship = async (lines: number) => {
      for (const line of await linesUntilKilled('shipper.ts', [url], lines)) {
        const [id = '', ...range] = line.split(' ');
        assert.equal(sent.get(id) ?? range.join(' '), range.join(' '), 'the same id always has the same records');
        sent.set(id, range.join(' '));
      }
    };
    await Promise.all([
      ...names.map((name) => linesUntilKilled('writer.ts', [url, name, name], 30)),
      ship(7).then(() => ship(5)),
      ship(11),
    ]);
    const appends = await Promise.all(names.map(async (name) => (await store.events(name, 0)).length / 3));
    await assertWholeAudit(
      store,
      appends.reduce((sum, count) => sum + count, 0),
    );
    for (let batch = await store.audit.batch('sink', 50); batch; batch = await store.audit.batch('sink', 50)) {
      sent.set(batch.id, `${batch.records[0]?.position} ${batch.records.at(-1)?.position}`);
      await store.audit.acknowledge('sink', batch.id);
    }
    const positions = [...sent.values()].flatMap((range) => {
      const [first = 0, last = 0] = range.split(' ').map(Number);
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    });
    assert.deepEqual(
      positions.sort((left, right) => left - right),
      (await store.audit.records(0, 100_000)).map(({ position }) => position),
    );
  });

  test('changes its tables while a replica of the release before is at work, and finds what that one leaves', async () => {
    const url = await server.createDatabase();
    const lines: string[] = [];
    const target = JSON.stringify({ kind: 'postgres', url, label: 'the database' });
    const old = start('old-release.ts', [target]);
    const reader = createInterface(old.stdout ?? assert.fail());
    reader.on('line', (line) => lines.push(line));
    const more = async (count: number) => {
      for (const end = lines.length + count; lines.length < end;) await once(reader, 'line');
    };
    await more(20);
    const store = await open(url);
    await more(20);
    const last = lines.at(-1) ?? '';
    assert.equal((await store.runOfApproval('shop', `approval-of-${last}`))?.id, last);
    old.kill('SIGKILL');
    await once(old, 'exit');
    const pending = (await store.pendingApprovals('shop')).map(({ id }) => id);
    assert.deepEqual(
      lines.filter((id) => !pending.includes(id)),
      [],
    );
    assert.ok(!pending.includes('run-3'));
  });
});

/** One record for each append, in whole chains, with positions from 1 without a gap. */
async function assertWholeAudit(store: Store, count: number): Promise<void> {
  const records = await store.audit.records(0, 100_000);
  assert.deepEqual(
    records.map(({ position }) => position),
    Array.from({ length: count }, (_, index) => index + 1),
  );
  assert.deepEqual((await verifyChain(records, { heads: await store.audit.heads() })).problems, []);
}

function start(program: string, input: readonly string[]): ChildProcess {
  const [first = '', ...rest] = input;
  const config = program === 'old-release.ts' ? first : JSON.stringify({ url: first });
  return spawn(process.execPath, ['--conditions=hexaops-source', programOf(program), config, ...rest], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

/** Kills it when it has written so many lines. Gives the whole lines that it wrote. */
async function linesUntilKilled(program: string, input: readonly string[], count: number): Promise<readonly string[]> {
  const child = start(program, input);
  const exit = once(child, 'exit');
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout ?? assert.fail())) {
    if (lines.push(line) === count) child.kill('SIGKILL');
  }
  const [, signal] = await exit;
  assert.equal(signal, 'SIGKILL', `${program} ended by itself`);
  return lines;
}

async function addRun(store: Store, id: string): Promise<void> {
  const now = Date.now();
  await store.createSession({ ...alice, id: `session-of-${id}`, createdAt: now, lastUsedAt: now, title: 't' });
  await store.createRun({
    ...alice,
    id,
    session: `session-of-${id}`,
    createdAt: now,
    sequence: 0,
    status: 'running',
  });
}

/** Two events and a record at a time, to a run of its own, until the store fails. Tells each last sequence number that is durable. */
async function addEvents(store: Store, id: string, tell: (sequence: number) => void): Promise<void> {
  try {
    await addRun(store, id);
    for (let sequence = 0; ; tell(sequence)) {
      const entry = {
        ...alice,
        id: `${id} ${sequence}`,
        timestamp: '2026-01-01T00:00:00.000Z',
        phase: 'intent',
        run: id,
        organizations: [],
        eventType: 'scale',
        resource: 'deployment/shop/checkout',
        details: {},
        initiatedBy: 'AIOpsAgent',
      } as const;
      const audit = { entries: [entry], room: Infinity };
      sequence += (await store.append(appendOf(id, sequence, [resumed, resumed], { audit }))).length;
    }
  } catch (error) {
    raises('store-unavailable', /./)(error);
  }
}

function raises(code: HexaopsError['code'], nextStep: RegExp) {
  return (error: unknown): true => {
    assert.ok(HexaopsError.is(error, code), inspect(error));
    assert.match(error.nextStep ?? '', nextStep);
    return true;
  };
}
