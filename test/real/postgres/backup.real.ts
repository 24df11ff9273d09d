import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { createSqlStore } from '@hexaops/store-sql';
import { findPrograms } from './programs.ts';
import { PostgresServer } from './server.ts';

const programs = findPrograms();
const skip = 'missing' in programs && programs.missing;
const alice = { subject: 'alice', workspace: 'shop' };

test('what docs/operating.md shows brings a store in Postgres back as it was', { skip }, async () => {
  assert.ok(!('missing' in programs));
  const page = await readFile(new URL('../../../docs/operating.md', import.meta.url), 'utf8');
  const [dump = assert.fail(), restore = assert.fail()] = page.match(/^pg_(dump|restore) .*$/gm) ?? [];
  const directory = await mkdtemp(join(tmpdir(), 'hexaops-backup-'));
  await using server = await PostgresServer.start(programs);
  const url = await server.createDatabase();
  const shell = (command: string) =>
    promisify(execFile)('bash', ['-c', command.replace('/backup', directory)], {
      env: { ...process.env, DATABASE_URL: url, PATH: `${dirname(programs.initdb)}:${process.env['PATH'] ?? ''}` },
    });
  try {
    {
      await using store = createSqlStore({ url }, { environment: {} });
      await store.open();
      const [createdAt, lastUsedAt] = [Date.now(), Date.now()];
      await store.createSession({ ...alice, id: 'before', title: 'said before', createdAt, lastUsedAt });
      await shell(dump);
      await store.createSession({ ...alice, id: 'after', title: 'said after', createdAt, lastUsedAt });
    }
    await shell(restore);
    await using store = createSqlStore({ url }, { environment: {} });
    await store.open();
    assert.deepEqual(
      (await store.sessions(alice)).map(({ id }) => id),
      ['before'],
    );
  } finally {
    await rm(directory, { recursive: true });
  }
});
