import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { type AuditBatch, batchOf, type ErrorCode, HexaopsError } from '@hexaops/core';
import { fakeRecords } from '@hexaops/core/testing';
import { createAuditClickHouse } from './audit-clickhouse.ts';
import { type Answer, answerRows, exception, FakeClickHouse, rowsFor } from './testing/fake-clickhouse.ts';

const { signal } = new AbortController();
const batch = batchOf('clickhouse', [...fakeRecords(3)]);

describe('a delivery', () => {
  test('is one INSERT with the batch as its deduplication token, and not asynchronous', async () => {
    await using fake = await FakeClickHouse.start();
    const { sink } = createAuditClickHouse({ url: fake.url, username: 'writer', password: 'w' });
    await sink.deliver(batch, signal);
    const [insert, ...others] = fake.inserts;
    assert.deepEqual(others, []);
    assert.match(
      insert?.sql ?? '',
      /^INSERT INTO `logs`\.`audit` \(`timestamp`, .*`initiated_by`\) FORMAT JSONEachRow$/,
    );
    const { async_insert, insert_deduplication_token, insert_deduplicate } = insert?.settings ?? {};
    assert.deepEqual([async_insert, insert_deduplication_token, insert_deduplicate], ['0', batch.id, '1']);
    assert.equal(insert?.settings['date_time_input_format'], undefined, 'a setting that the server does not know');
    assert.equal(insert?.user, 'writer');
    const rows = (insert?.body ?? '').trimEnd().split('\n');
    assert.deepEqual(
      rows.map((row) => JSON.parse((JSON.parse(row) as { readonly details_json: string }).details_json) as unknown),
      batch.records,
    );
  });

  test('of the same batch is the same request, byte for byte', async () => {
    await using fake = await FakeClickHouse.start();
    const { sink } = createAuditClickHouse({ url: fake.url });
    for (let times = 0; times < 3; times++) await sink.deliver(batch, signal);
    assert.equal(new Set(fake.inserts.map(({ body }) => body)).size, 1);
    assert.equal(new Set(fake.inserts.map(({ settings }) => settings['insert_deduplication_token'])).size, 1);
  });

  test('of nothing asks nobody', async () => {
    await using fake = await FakeClickHouse.start();
    await createAuditClickHouse({ url: fake.url }).sink.deliver({ id: 'x', sink: 'clickhouse', records: [] }, signal);
    assert.deepEqual(fake.received, []);
  });

  test('names columns and tables as they are configured, whatever is in their names', async () => {
    await using fake = await FakeClickHouse.start();
    const columns = { user_id: 'a`b', source_ip: null };
    const { sink } = createAuditClickHouse({ url: fake.url, database: 'a.b', table: 'c`; DROP', columns });
    await sink.deliver(batch, signal);
    const [insert] = fake.inserts;
    assert.match(insert?.sql ?? '', /^INSERT INTO `a\.b`\.`c\\`; DROP` \(`timestamp`, `a\\`b`, `organization_id`,/);
    assert.doesNotMatch(insert?.sql ?? '', /source_ip/);
  });

  test('asks for every row, where the table passes them on to, before the answer: whatever the profile says', async () => {
    await using fake = await FakeClickHouse.start();
    // An account that sees nothing of the server's settings: all that are wanted are sent.
    fake.onSelect = ({ sql }, response) => answerRows(response, /system\.settings/.test(sql) ? [] : rowsFor(sql));
    await createAuditClickHouse({ url: fake.url }).sink.deliver(batch, signal);
    const settings = new Map(Object.entries(fake.inserts[0]?.settings ?? {}));
    settings.delete('query_id');
    assert.deepEqual(Object.fromEntries(settings), {
      async_insert: '0',
      insert_deduplicate: '1',
      insert_deduplication_token: batch.id,
      insert_distributed_sync: '1',
      date_time_input_format: 'best_effort',
      input_format_allow_errors_num: '0',
      input_format_allow_errors_ratio: '0',
      send_progress_in_http_headers: '0',
    });
  });

  test('says it in the words of a new server, too, where that knows them', async () => {
    await using fake = await FakeClickHouse.start();
    const known = [['insert_deduplicate'], ['deduplicate_insert']];
    fake.onSelect = ({ sql }, response) => answerRows(response, /system\.settings/.test(sql) ? known : rowsFor(sql));
    await createAuditClickHouse({ url: fake.url }).sink.deliver(batch, signal);
    const { deduplicate_insert, insert_deduplicate, async_insert } = fake.inserts[0]?.settings ?? {};
    assert.deepEqual([deduplicate_insert, insert_deduplicate, async_insert], ['enable', '1', undefined]);
  });

  test('is made although the server does not answer about its tables, and asks no more for a minute', async () => {
    await using fake = await FakeClickHouse.start();
    fake.onSelect = () => undefined;
    const clock = { now: 0 };
    const { sink } = createAuditClickHouse({ url: fake.url, requestSeconds: 2 }, { now: () => clock.now });
    for (let times = 0; times < 3; times++) await sink.deliver(batch, signal);
    assert.equal(fake.inserts.length, 3);
    assert.equal(fake.received.length - fake.inserts.length, 1);
  });

  test('goes on where the server does not tell of its tables', async () => {
    await using fake = await FakeClickHouse.start();
    fake.onSelect = exception(497, 'ACCESS_DENIED');
    const { sink } = createAuditClickHouse({ url: fake.url });
    await sink.deliver(batch, signal);
    assert.equal(fake.inserts[0]?.settings['insert_deduplication_token'], batch.id);
  });
});

describe('a delivery that fails', () => {
  async function failureOf(onInsert: Answer, delivered: AuditBatch = batch): Promise<HexaopsError> {
    await using fake = await FakeClickHouse.start();
    fake.onInsert = onInsert;
    const { sink } = createAuditClickHouse({ url: fake.url, password: 'canary-password', requestSeconds: 0.3 });
    try {
      await sink.deliver(delivered, signal);
    } catch (error) {
      assert.ok(HexaopsError.is(error), inspect(error));
      const text = inspect(error, { depth: 10, showHidden: true });
      for (const secret of ['canary-password', 'canary-row', btoa('default:canary-password')]) {
        assert.ok(!text.includes(secret), text);
      }
      return error;
    }
    assert.fail('it was delivered');
  }

  const cases: readonly (readonly [number, string, ErrorCode, RegExp])[] = [
    [252, 'TOO_MANY_PARTS', 'audit-unavailable', /tried again/],
    [241, 'MEMORY_LIMIT_EXCEEDED', 'audit-unavailable', /tried again/],
    [242, 'TABLE_IS_READ_ONLY', 'audit-unavailable', /tried again/],
    [75, 'CANNOT_WRITE_TO_FILE_DESCRIPTOR', 'audit-unavailable', /tried again/],
    [243, 'NOT_ENOUGH_SPACE', 'audit-unavailable', /tried again/],
    [722, 'ASYNC_LOAD_WAIT_FAILED', 'audit-unavailable', /tried again/],
    [452, 'SETTING_CONSTRAINT_VIOLATION', 'audit-refused', /a profile that may set/],
    [999, 'KEEPER_EXCEPTION', 'audit-unavailable', /tried again/],
    [497, 'ACCESS_DENIED', 'audit-refused', /grant it/],
    [516, 'AUTHENTICATION_FAILED', 'audit-refused', /password/],
    [60, 'UNKNOWN_TABLE', 'audit-refused', /create the table/],
    [16, 'NO_SUCH_COLUMN_IN_TABLE', 'audit-refused', /lacks a column/],
    [27, 'CANNOT_PARSE_INPUT_ASSERTION_FAILED', 'audit-refused', /code/],
  ];
  for (const [code, name, expected, nextStep] of cases) {
    test(`with ${name} is ${expected}, and quotes no row`, async () => {
      const error = await failureOf(exception(code, name, 'while reading "canary-row"'));
      assert.equal(error.code, expected);
      assert.match(error.message, new RegExp(`${name}, code ${code}$`));
      assert.match(error.nextStep ?? '', nextStep);
    });
  }

  test('at a page of a proxy that says 200 was not stored', async () => {
    const error = await failureOf((_, response) => {
      response.removeHeader('x-clickhouse-query-id');
      response.end('<html>Welcome</html>');
    });
    assert.equal(error.code, 'audit-refused');
    assert.match(error.message, /is not ClickHouse/);
  });

  test('at a broken connection is to be tried again', async () => {
    const error = await failureOf((_, response) => void response.destroy());
    assert.equal(error.code, 'audit-unavailable');
  });

  test('without an answer gives up', async () => {
    const error = await failureOf(() => undefined);
    assert.equal(error.code, 'audit-unavailable');
    assert.match(error.message, /did not answer in time/);
  });

  test('where nobody listens says where that is, without the account', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    const { sink } = createAuditClickHouse({ url: `http://127.0.0.1:${port}`, password: 'canary' });
    await assert.rejects(sink.deliver(batch, signal), (error) => {
      assert.ok(HexaopsError.is(error, 'audit-unavailable'));
      assert.equal(error.message, `http://127.0.0.1:${port} cannot be reached: ECONNREFUSED`);
      return true;
    });
  });

  test('is let go of when it is called off, also before it has begun', async () => {
    await using fake = await FakeClickHouse.start();
    fake.onInsert = () => undefined;
    const { sink } = createAuditClickHouse({ url: fake.url });
    const called = new AbortController();
    const delivery = sink.deliver(batch, called.signal);
    setTimeout(() => called.abort(), 50);
    await assert.rejects(delivery, (error) => HexaopsError.is(error, 'audit-unavailable'));
    const before = fake.inserts.length;
    await assert.rejects(sink.deliver(batch, AbortSignal.abort()), (error) =>
      HexaopsError.is(error, 'audit-unavailable'),
    );
    assert.equal(fake.inserts.length, before);
  });
});

describe('the health of the table', () => {
  const definitions: readonly (readonly [string, string, RegExp])[] = [
    ['MergeTree', 'SETTINGS index_granularity = 8192', /at least once: the table has no deduplication window/],
    ['MergeTree', 'SETTINGS non_replicated_deduplication_window = 0', /at least once/],
    ['MergeTree', 'SETTINGS index_granularity = 1, non_replicated_deduplication_window = 100', /stored once/],
    ['ReplacingMergeTree', '', /at least once/],
    ['ReplicatedMergeTree', "('/a', 'b') ORDER BY x", /stored once/],
    ['ReplicatedMergeTree', 'SETTINGS replicated_deduplication_window = 0', /at least once/],
    ['ReplicatedMergeTree', 'SETTINGS non_replicated_deduplication_window = 0', /stored once/],
    ['SharedMergeTree', '', /stored once/],
    ['Distributed', '', /cannot be told/],
  ];
  for (const [engine, definition, message] of definitions) {
    test(`is told for ${engine} ${definition}`, async () => {
      await using fake = await FakeClickHouse.start();
      fake.onSelect = ({ sql }, response) =>
        answerRows(response, /system\.tables/.test(sql) ? [[engine, definition]] : rowsFor(sql));
      const { ok, message: told } = await createAuditClickHouse({ url: fake.url }).healthSource.health(signal);
      assert.equal(ok, true);
      assert.match(told, message);
    });
  }

  for (const engine of ['Buffer', 'Memory', 'Null']) {
    test(`is none for ${engine}, which loses what it has said to have`, async () => {
      await using fake = await FakeClickHouse.start();
      fake.onSelect = ({ sql }, response) =>
        answerRows(response, /system\.tables/.test(sql) ? [[engine, '']] : rowsFor(sql));
      const { ok, message } = await createAuditClickHouse({ url: fake.url }).healthSource.health(signal);
      assert.equal(ok, false);
      assert.match(message, /keeps no record through a restart/);
    });
  }

  test('is asked for at most once a minute, and what was known holds where the server is away', async () => {
    const clock = { now: 0 };
    const fake = await FakeClickHouse.start();
    const audit = createAuditClickHouse({ url: fake.url }, { now: () => clock.now });
    await audit.healthSource.health(signal);
    const asked = fake.received.length;
    clock.now = 59_999;
    await audit.healthSource.health(signal);
    assert.equal(fake.received.length, asked);
    await fake[Symbol.asyncDispose]();
    clock.now = 60_000;
    await assert.rejects(audit.healthSource.health(signal), (error) => HexaopsError.is(error, 'audit-unavailable'));
  });
});
