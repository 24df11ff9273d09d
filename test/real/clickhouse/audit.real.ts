import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { inspect } from 'node:util';
import { type AuditClickHouseConfig, createAuditClickHouse } from '@hexaops/audit-clickhouse';
import { type AuditRecord, batchOf, type FoundRecord } from '@hexaops/core';
import { fakeRecords } from '@hexaops/core/testing';
import { countOf, createTable, refused } from './audit-table.ts';
import { type ChdbServer, startChdbServer } from './chdb-server.ts';
import { findPrograms } from './programs.ts';
import { statement } from './statement.ts';

const programs = findPrograms();
const skip = 'missing' in programs && programs.missing;
const signal = new AbortController().signal;
const reader = { username: 'reader', password: 'of the reader' };

describe('The audit in a current ClickHouse', { skip }, () => {
  let path: string;
  let server: ChdbServer;
  before(async () => {
    path = await mkdtemp(join(tmpdir(), 'hexaops-audit-'));
    server = await startChdbServer({
      path,
      users: { default: {}, reader: { password: reader.password, settings: { readonly: '1' } } },
    });
  });
  after(async () => {
    await server[Symbol.asyncDispose]();
    await rm(path, { recursive: true });
  });
  beforeEach(() => statement(server.url, 'DROP DATABASE IF EXISTS logs'));

  /** With the table that the plugin documents, or another one. */
  async function open(config: Partial<AuditClickHouseConfig> = {}, table?: string) {
    const audit = createAuditClickHouse({ url: server.url, reader, ...config });
    await createTable(server.url, config);
    if (table !== undefined) {
      await statement(server.url, 'DROP TABLE logs.audit SYNC');
      await statement(server.url, table);
    }
    return audit;
  }

  test('is stored in the columns of the contract', async () => {
    const { sink } = await open();
    const entry = { organizations: ['acme', 'other'], sourceAddress: '2001:db8::7', subject: `o'brien\t"\n\\ 日本` };
    await sink.deliver(batchOf('clickhouse', [...fakeRecords(1, { entry })]), signal);
    const columns =
      'timestamp, user_id, organization_id, workspace_id, source_ip, event_type, resource_id, initiated_by';
    const [row] = jsonOf(await statement(server.url, `SELECT ${columns} FROM logs.audit FORMAT JSONEachRow`));
    assert.deepEqual(row, {
      timestamp: '2026-01-01 00:00:00.000',
      user_id: `o'brien\t"\n\\ 日本`,
      organization_id: 'acme',
      workspace_id: 'shop',
      source_ip: '2001:db8::7',
      event_type: 'scale',
      resource_id: 'shop/deployment/web',
      initiated_by: 'AIOpsAgent',
    });
    const details = `SELECT JSONExtract(details_json, 'entry', 'organizations', 'Array(String)') AS organizations,
      JSONExtractString(details_json, 'entry', 'id') AS id, JSONExtractString(details_json, 'entry', 'phase') AS phase,
      JSONExtractString(details_json, 'entry', 'run') AS run FROM logs.audit FORMAT JSONEachRow`;
    assert.deepEqual(jsonOf(await statement(server.url, details)), [
      { organizations: ['acme', 'other'], id: 'operation-0:intent', phase: 'intent', run: 'run-1' },
    ]);
  });

  test('is read back by an account that may only read, as it was written, in the order of the chains', async () => {
    const { sink, reader } = await open();
    const records = [...fakeRecords(600, { workspaces: ['a', 'b', 'c'], entry: { sourceAddress: '10.0.0.7' } })];
    for (let index = 0; index < 600; index += 250) {
      await sink.deliver(batchOf('clickhouse', records.slice(index, index + 250)), signal);
    }
    const expected = ['a', 'b', 'c'].flatMap((id) => records.filter(({ entry }) => entry.workspace === id));
    assert.deepEqual(await recordsOf(reader.records({}, signal)), expected);
    const some = { workspace: 'b', from: '2026-01-01T00:01:00Z', to: '2026-01-01T00:02:00.000Z' };
    assert.deepEqual(
      await recordsOf(reader.records(some, signal)),
      expected.filter(({ entry }) => entry.workspace === 'b' && /T00:01/.test(entry.timestamp)),
    );
  });

  test('is stored once on a table with a deduplication window, however often a batch comes', async () => {
    const { sink, healthSource } = await open();
    assert.match((await healthSource.health(signal)).message, /^logs.audit: .* is stored once$/);
    const records = [...fakeRecords(500, { entry: { timestamp: '2026-01-31T23:59:59.999Z' } })];
    const nextMonth = [...fakeRecords(500, { entry: { timestamp: '2026-02-01T00:00:00.000Z' } })];
    const batch = batchOf('clickhouse', [...records, ...nextMonth]);
    for (let times = 0; times < 3; times++) await sink.deliver(batch, signal);
    assert.equal(await countOf(server), '1000');
    await sink.deliver(batchOf('clickhouse', records.slice(0, 1)), signal);
    assert.equal(await countOf(server), '1001', 'another batch with the same record is another batch');
  });

  test('is stored once also where a batch is as large as it can be', async () => {
    const { sink } = await open();
    const text = '日'.repeat(21_000);
    const batch = batchOf('clickhouse', [...fakeRecords(500, { entry: { details: { text } } })]);
    for (let times = 0; times < 3; times++) await sink.deliver(batch, signal);
    assert.equal(await countOf(server), '500');
  });

  test('is stored at least once on a table without, and says so', async () => {
    const { sink, reader, healthSource } = await open({}, tableWith(''));
    assert.match((await healthSource.health(signal)).message, /at least once: the table has no deduplication window/);
    const batch = batchOf('clickhouse', [...fakeRecords(10)]);
    for (let times = 0; times < 3; times++) await sink.deliver(batch, signal);
    assert.equal(await countOf(server), '30');
    const found = await recordsOf(reader.records({}, signal));
    assert.deepEqual(
      found.map(({ entry }) => entry.id),
      batch.records.flatMap(({ entry }) => [entry.id, entry.id, entry.id]),
    );
  });

  test('learns of a window that is made while it runs', async () => {
    const clock = { now: 0 };
    await open({}, tableWith(''));
    const audit = createAuditClickHouse({ url: server.url }, { now: () => clock.now });
    assert.match((await audit.healthSource.health(signal)).message, /at least once/);
    await statement(server.url, 'ALTER TABLE logs.audit MODIFY SETTING non_replicated_deduplication_window = 100');
    clock.now = 60_000;
    assert.match((await audit.healthSource.health(signal)).message, /stored once/);
    const batch = batchOf('clickhouse', [...fakeRecords(10)]);
    for (let times = 0; times < 3; times++) await audit.sink.deliver(batch, signal);
    assert.equal(await countOf(server), '10');
  });

  test('fits tables whose columns are called otherwise, are missing, or have other types', async () => {
    const columns = { timestamp: 'at', user_id: 'who', initiated_by: null, organization_id: null } as const;
    const { sink, reader } = await open(
      { columns, table: 'audit' },
      `CREATE TABLE logs.audit (at DateTime('Asia/Tokyo'), who String, workspace_id LowCardinality(String),
        source_ip IPv4, event_type Nullable(String), resource_id String, details_json String)
        ENGINE = MergeTree ORDER BY at`,
    );
    const entry = { sourceAddress: '10.1.2.3' };
    const others = { ...entry, sourceAddress: '2001:db8::7' };
    for (const each of [entry, others, {}]) {
      await sink.deliver(batchOf('clickhouse', [...fakeRecords(3, { entry: each })]), signal);
    }
    assert.equal((await recordsOf(reader.records({}, signal))).length, 9);
    assert.equal(
      await statement(server.url, 'SELECT toUnixTimestamp(min(at)), max(toString(source_ip)) FROM logs.audit'),
      `${Date.UTC(2026, 0, 1) / 1000}\t10.1.2.3`,
    );
  });

  test('keeps details of any size whole, for their hash is over all of them', async () => {
    const { sink, reader } = await open();
    const records = [...fakeRecords(2, { entry: { details: { text: '日'.repeat(1_000_000) } } })];
    await sink.deliver(batchOf('clickhouse', records), signal);
    assert.deepEqual(await recordsOf(reader.records({}, signal)), records);
  });

  test('shows what was changed in a column beside the record', async () => {
    const { sink, reader } = await open();
    await sink.deliver(batchOf('clickhouse', [...fakeRecords(2)]), signal);
    await statement(
      server.url,
      `ALTER TABLE logs.audit UPDATE user_id = 'mallory', source_ip = '10.0.0.1' WHERE details_json LIKE '%operation-1:%'
       SETTINGS mutations_sync = 1`,
    );
    const found: FoundRecord[] = [];
    for await (const each of reader.records({}, signal)) found.push('record' in each ? each : assert.fail());
    assert.deepEqual(
      found.map(({ differences }) => differences),
      [
        [],
        [
          { field: 'user_id', isWorkspace: false, found: 'mallory', written: 'alice' },
          { field: 'source_ip', isWorkspace: false, found: '10.0.0.1', written: '' },
        ],
      ],
    );
  });

  test('says what it lacks', async () => {
    const { sink, healthSource } = await open();
    const batch = batchOf('clickhouse', [...fakeRecords(1)]);
    await statement(server.url, 'ALTER TABLE logs.audit DROP COLUMN initiated_by');
    assert.deepEqual(await healthSource.health(signal), {
      ok: false,
      message: 'logs.audit has no column initiated_by',
    });
    await assert.rejects(
      sink.deliver(batch, signal),
      refused(/NO_SUCH_COLUMN_IN_TABLE, code 16/, /initiated_by|column/),
    );
    const gone = createAuditClickHouse({ url: server.url, table: 'none' });
    await assert.rejects(gone.sink.deliver(batch, signal), refused(/UNKNOWN_TABLE, code 60/, /audit schema/));
    assert.match((await gone.healthSource.health(signal)).message, /logs.none is not there/);
    const stranger = createAuditClickHouse({ url: server.url, username: 'x', password: 'canary' });
    await assert.rejects(stranger.sink.deliver(batch, signal), (error) => {
      refused(/AUTHENTICATION_FAILED, code 516/, /username and the password/)(error);
      assert.doesNotMatch(inspect(error, { depth: 10, showHidden: true }), /canary/);
      return true;
    });
  });
});

function tableWith(settings: string): string {
  return `CREATE TABLE logs.audit (timestamp DateTime64(3, 'UTC'), user_id String, organization_id String, workspace_id String,
    source_ip String, event_type String, resource_id String, details_json String, initiated_by String)
    ENGINE = MergeTree ORDER BY (workspace_id, timestamp) ${settings}`;
}

/** All of them, where each is a record and none of its columns says otherwise. */
async function recordsOf(found: AsyncIterable<FoundRecord | { readonly unreadable: string }>): Promise<AuditRecord[]> {
  const records: AuditRecord[] = [];
  for await (const each of found) {
    assert.ok('record' in each, inspect(each));
    assert.deepEqual(each.differences, []);
    records.push(each.record);
  }
  return records;
}

function jsonOf(lines: string): unknown[] {
  return lines.split('\n').map((line) => JSON.parse(line) as unknown);
}
