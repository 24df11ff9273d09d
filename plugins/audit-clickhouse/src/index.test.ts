import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { batchOf, createEngine, HexaopsError, openAudit } from '@hexaops/core';
import { fakeRecords } from '@hexaops/core/testing';
import { createAuditClickHouse } from './audit-clickhouse.ts';
import { FakeClickHouse } from './testing/fake-clickhouse.ts';

const { signal } = new AbortController();

describe('the plugin', () => {
  const use = '@hexaops/audit-clickhouse';
  const engineOf = (config: unknown) => createEngine({ plugins: [{ use, config }], base: import.meta.url });

  test('says how its table is', async () => {
    await using fake = await FakeClickHouse.start();
    await using engine = await engineOf({ url: fake.url });
    const health = (await engine.health(signal)).find(({ component }) => component === 'audit-clickhouse');
    assert.deepEqual(health, {
      component: 'audit-clickhouse',
      ok: true,
      message: 'logs.audit: a batch that is delivered again is stored once',
    });
  });

  test('keeps no service from starting where ClickHouse is away, and says so', async () => {
    await using engine = await engineOf({ url: 'http://127.0.0.1:1' });
    const health = (await engine.health(signal)).find(({ component }) => component === 'audit-clickhouse');
    assert.equal(health?.ok, false);
    assert.match(health?.message ?? '', /^http:\/\/127\.0\.0\.1:1 cannot be reached/);
  });

  test('knows its options', async () => {
    for (const config of [
      {},
      { url: 'clickhouse' },
      { url: 'ftp://x' },
      { url: 'http://user:password@x' },
      { url: 'http://x/path' },
      { url: 'http://x/?password=p' },
      { url: 'http://x', tabel: 'audit' },
      { url: 'http://x', columns: { user: 'x' } },
      { url: 'http://x', columns: { details_json: null } },
      { url: 'http://x', reader: {} },
    ]) {
      await assert.rejects(
        engineOf(config),
        (error) => HexaopsError.is(error, 'config-invalid'),
        JSON.stringify(config),
      );
    }
  });

  test('says which authority it cannot read, when it needs it', async () => {
    const { sink } = createAuditClickHouse({ url: 'https://127.0.0.1:1', caFile: '/nowhere/ca.pem' });
    await assert.rejects(sink.deliver(batchOf('clickhouse', [...fakeRecords(1)]), signal), (error) =>
      HexaopsError.is(error, 'config-invalid'),
    );
  });

  test('gives the statements of its table, without asking anybody', async () => {
    const config = { url: 'http://127.0.0.1:1', username: 'writer', reader: { username: 'reader' } };
    await using access = await openAudit([{ use, config }], import.meta.url);
    const schema = access.readers[0]?.schema() ?? '';
    assert.match(schema, /CREATE TABLE IF NOT EXISTS `logs`\.`audit`\n\(\n {2}`timestamp` DateTime64\(3, 'UTC'\),/);
    assert.match(schema, /SETTINGS non_replicated_deduplication_window = \d+, fsync_after_insert = 1, /);
    assert.match(schema, /GRANT INSERT ON `logs`\.`audit` TO `writer`;/);
    assert.match(schema, /GRANT SELECT ON `logs`\.`audit` TO `reader`;\n$/);
    assert.equal(access.store, undefined);
  });

  test('reads nothing back without an account for it', async () => {
    const { reader } = createAuditClickHouse({ url: 'http://127.0.0.1:1' });
    await assert.rejects(Array.fromAsync(reader.records({}, signal)), (error) =>
      HexaopsError.is(error, 'config-invalid'),
    );
  });
});
