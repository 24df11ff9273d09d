import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { createAuditClickHouse } from '@hexaops/audit-clickhouse';
import { batchOf, HexaopsError } from '@hexaops/core';
import { fakeRecords } from '@hexaops/core/testing';
import { countOf, createTable, refused } from './audit-table.ts';
import { startChdbServer } from './chdb-server.ts';
import { findPrograms } from './programs.ts';
import { startClickHouse18 } from './server.ts';
import { statement } from './statement.ts';

const programs = findPrograms();
const skip = 'missing' in programs && programs.missing;
const { signal } = new AbortController();

describe('The account that delivers', { skip }, () => {
  test('needs INSERT on the table and nothing else, and may nothing else', async () => {
    const path = await mkdtemp(join(tmpdir(), 'hexaops-audit-'));
    try {
      await using administrator = await startChdbServer({ path });
      await createTable(administrator.url);
      await statement(administrator.url, 'CREATE TABLE logs.other (x Int8) ENGINE = MergeTree ORDER BY x');
      await administrator[Symbol.asyncDispose]();

      const password = 'of the writer';
      await using server = await startChdbServer({
        path,
        users: { writer: { password } },
        grants: ['INSERT ON logs.audit'],
      });
      const writer = createAuditClickHouse({ url: server.url, username: 'writer', password });
      assert.match((await writer.healthSource.health(signal)).message, /stored once/);
      const batch = batchOf('clickhouse', [...fakeRecords(100)]);
      for (let times = 0; times < 3; times++) await writer.sink.deliver(batch, signal);
      for (const sql of [
        'SELECT * FROM logs.audit',
        'SELECT details_json FROM logs.audit',
        "ALTER TABLE logs.audit UPDATE user_id = 'x' WHERE 1",
        'ALTER TABLE logs.audit DELETE WHERE 1',
        'DELETE FROM logs.audit WHERE 1',
        'ALTER TABLE logs.audit DROP PARTITION 202601',
        'TRUNCATE TABLE logs.audit',
        'DROP TABLE logs.audit',
        'OPTIMIZE TABLE logs.audit FINAL',
        'RENAME TABLE logs.audit TO logs.gone',
        'CREATE TABLE logs.new (x Int8) ENGINE = Memory',
        'INSERT INTO logs.other VALUES (1)',
      ]) {
        await assert.rejects(statement(server.url, sql, { user: 'writer', password }), /Not enough privileges/, sql);
      }
      await server[Symbol.asyncDispose]();

      await using after = await startChdbServer({ path });
      assert.equal(await countOf(after), '100');
    } finally {
      await rm(path, { recursive: true });
    }
  });
});

describe('The audit in ClickHouse 18.16', { skip }, () => {
  const password = 'of the writer';

  test('is stored without the settings that it does not know, at least once, by a user of its own', async () => {
    await using server = await startClickHouse18({
      users: { default: {}, writer: { password, databases: ['logs'] }, reader: { settings: { readonly: '1' } } },
    });
    await statement(server.url, 'CREATE DATABASE logs');
    await statement(
      server.url,
      `CREATE TABLE logs.audit (timestamp DateTime, user_id String, organization_id String, workspace_id String,
        source_ip String, event_type String, resource_id String, details_json String, initiated_by String)
        ENGINE = MergeTree PARTITION BY toYYYYMM(timestamp) ORDER BY (workspace_id, timestamp)`,
    );
    const audit = createAuditClickHouse({ url: server.url, username: 'writer', password });
    const batch = batchOf('clickhouse', [...fakeRecords(100)]);
    await audit.sink.deliver(batch, signal);
    assert.equal(await countOf(server), '100');
    assert.equal(await statement(server.url, 'SELECT max(timestamp) FROM logs.audit'), '2026-01-01 00:01:39');

    const reading = createAuditClickHouse({ url: server.url, username: 'reader' });
    await assert.rejects(reading.sink.deliver(batch, signal), refused(/code 164/, /./));
    const wrong = createAuditClickHouse({ url: server.url, username: 'writer', password: 'canary' });
    await assert.rejects(wrong.sink.deliver(batch, signal), refused(/code 193/, /password/));

    await server.kill();
    await assert.rejects(audit.sink.deliver(batch, signal), (error) => HexaopsError.is(error, 'audit-unavailable'));
    await server.restart();
    await audit.sink.deliver(batch, signal);
    assert.equal(await countOf(server), '200');
  });
});
