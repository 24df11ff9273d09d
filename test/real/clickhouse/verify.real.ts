import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createAuditClickHouse } from '@hexaops/audit-clickhouse';
import { fakeEntry } from '@hexaops/core/testing';
import { chain } from '@hexaops/core';
import { createTable } from './audit-table.ts';
import { type ChdbServer, startChdbServer } from './chdb-server.ts';
import { findPrograms } from './programs.ts';
import { statement } from './statement.ts';
import { deliverAll, Writing } from './written.ts';

const programs = findPrograms();
const skip = 'missing' in programs && programs.missing;
const { signal } = new AbortController();
const command = fileURLToPath(new URL('../../../runtime/src/command/main.ts', import.meta.url));
const reader = { username: 'reader', password: 'of the reader' };
const workspaces = ['bank', 'lab', 'shop'];
const columns =
  'timestamp, user_id, organization_id, workspace_id, source_ip, event_type, resource_id, details_json, initiated_by';
const workspace = "JSONExtractString(details_json, 'entry', 'workspace')";
const sequence = "JSONExtractUInt(details_json, 'sequence')";

interface Verdict {
  readonly whole: boolean;
  readonly compared: boolean;
  readonly records: number;
  readonly repeats: number;
  readonly problems: readonly {
    readonly kind: string;
    readonly workspace: string | null;
    readonly sequence: number | null;
  }[];
}

describe('`hexaops audit verify` on a real table', { skip }, () => {
  let directory: string;
  let server: ChdbServer;
  let writing: Writing;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'hexaops-verify-'));
    const users = { default: {}, reader: { password: reader.password, settings: { readonly: '1' } } };
    server = await startChdbServer({ path: join(directory, 'data'), users });
    const audit = createAuditClickHouse({ url: server.url });
    await createTable(server.url);
    writing = await Writing.open(join(directory, 'hexaops.sqlite'));
    await writing.store.audit.register(['clickhouse']);
    for (let append = 0; append < 10; append++) {
      await writing.write(60, (index) => ({
        workspace: workspaces[index % 3] ?? '',
        timestamp: new Date(Date.UTC(2026, 0, 1) + append * 60_000 + index).toISOString(),
        sourceAddress: '10.0.0.7',
      }));
    }
    await deliverAll(writing.store, (batch) => audit.sink.deliver(batch, signal), 100);
    await audit.sink[Symbol.asyncDispose]();
    await statement(server.url, 'CREATE TABLE logs.kept AS logs.audit');
    await statement(server.url, 'INSERT INTO logs.kept SELECT * FROM logs.audit');
    await configure('hexaops.yaml', true);
    await configure('alone.yaml', false);
  });
  after(async () => {
    await writing[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
    await rm(directory, { recursive: true });
  });
  beforeEach(async () => {
    await statement(server.url, 'TRUNCATE TABLE logs.audit');
    await statement(server.url, 'INSERT INTO logs.audit SETTINGS insert_deduplicate = 0 SELECT * FROM logs.kept');
  });

  /** With the service's own store or without; the account that delivers is not needed, and wrong. */
  async function configure(name: string, withStore: boolean): Promise<void> {
    const store = { use: '@hexaops/store-sql', config: { path: join(directory, 'hexaops.sqlite') } };
    const config = { url: server.url, username: 'nobody', password: 'canary', reader };
    const plugins = [...(withStore ? [store] : []), { use: '@hexaops/audit-clickhouse', config }];
    await writeFile(join(directory, name), JSON.stringify({ plugins }));
  }

  async function verify(configuration = 'hexaops.yaml', ...argv: readonly string[]) {
    const { code, stdout, stderr } = await run('verify', '--json', '--config', join(directory, configuration), ...argv);
    assert.equal(stderr, '');
    return { code, ...(JSON.parse(stdout) as Verdict) };
  }

  async function problemsAfter(...attack: readonly string[]): Promise<readonly string[]> {
    for (const sql of attack) await statement(server.url, `${sql} SETTINGS mutations_sync = 1`);
    const { code, whole, problems } = await verify();
    assert.deepEqual([code, whole], [1, false]);
    return problems.map(({ kind, workspace: of, sequence: at }) => `${kind} ${of} ${at}`);
  }

  const update = (set: string, where: string) => `ALTER TABLE logs.audit UPDATE ${set} WHERE ${where}`;
  const at = (of: string, ...numbers: readonly number[]) =>
    `${workspace} = '${of}' AND ${sequence} IN (${numbers.join(', ')})`;

  test('ends with 0 where nothing was touched, with an account that can only read', async () => {
    const { code, whole, compared, records, repeats } = await verify();
    assert.deepEqual([code, whole, compared, records, repeats], [0, true, true, 600, 0]);
    const alone = await verify('alone.yaml');
    assert.deepEqual([alone.code, alone.compared], [0, false]);
    assert.equal((await verify('hexaops.yaml', '--workspace', 'lab')).records, 200);
    const part = await verify('hexaops.yaml', '--from', '2026-01-01T00:05:00Z', '--to', '2026-01-01T00:07:00Z');
    assert.deepEqual([part.code, part.records], [0, 120]);
  });

  test('takes rows that came twice for what they are', async () => {
    await statement(
      server.url,
      `INSERT INTO logs.audit SETTINGS insert_deduplicate = 0 SELECT * FROM logs.kept WHERE ${at('lab', 3, 4)}`,
    );
    const { code, repeats, records } = await verify();
    assert.deepEqual([code, repeats, records], [0, 2, 600]);
  });

  test('sees what was edited: in the record, beside it, and so that its own hash fits', async () => {
    assert.deepEqual(await problemsAfter(update("user_id = 'mallory'", at('lab', 7))), ['altered lab 7']);
    assert.deepEqual(
      await problemsAfter(
        update(`details_json = replaceOne(details_json, '"replicas":3', '"replicas":4')`, at('shop', 9)),
      ),
      ['altered lab 7', 'altered shop 9'],
    );
  });

  test('sees an edit whose own hash was made to fit', async () => {
    const row = await statement(server.url, `SELECT details_json FROM logs.audit WHERE ${at('lab', 7)}`, {
      format: 'TSVRaw',
    });
    const record = JSON.parse(row) as Parameters<typeof chain>[0] & {
      readonly previous: string;
      readonly entry: ReturnType<typeof fakeEntry>;
    };
    const entry = { ...record.entry, details: { parameters: { replicas: 0 } } };
    const forged = JSON.stringify({ ...record, ...chain({ sequence: 6, hash: record.previous }, entry), entry });
    assert.deepEqual(await problemsAfter(update(`details_json = ${quoted(forged)}`, at('lab', 7))), ['broken lab 8']);
  });

  test('sees a second entry beside the one whose hash fits, which is the one that ClickHouse reads', async () => {
    const forged = '{"entry":{"workspace":"shop","subject":"nobody"},';
    assert.deepEqual(
      await problemsAfter(update(`details_json = concat('${forged}', substring(details_json, 2))`, at('shop', 9))),
      ['altered shop 9'],
    );
    const read = `SELECT JSONExtractString(details_json, 'entry', 'subject') FROM logs.audit WHERE ${at('shop', 9)}`;
    assert.equal((await statement(server.url, read, { format: 'TSVRaw' })).trim(), 'nobody');
  });

  test('sees what was deleted: within, at the beginning, at the end, of a whole workspace, and all', async () => {
    const remove = (where: string) => `ALTER TABLE logs.audit DELETE WHERE ${where}`;
    assert.deepEqual(await problemsAfter(remove(at('lab', 7, 8))), ['missing lab 9']);
    assert.deepEqual(await problemsAfter(remove(at('shop', 1))), ['missing lab 9', 'missing shop 2']);
    assert.deepEqual(await problemsAfter(remove(at('bank', 199, 200))), [
      'missing lab 9',
      'missing shop 2',
      'truncated bank 198',
    ]);
    assert.ok((await problemsAfter(remove(`${workspace} = 'shop'`))).includes('truncated shop 0'));
    assert.deepEqual(
      (await problemsAfter('TRUNCATE TABLE logs.audit')).toSorted(),
      workspaces.map((each) => `truncated ${each} 0`),
    );
  });

  test('sees what was put in: a copy with another number, at the end, of a new workspace, and what is no record', async () => {
    const insert = (details: string, from: string, of = 'workspace_id') =>
      `INSERT INTO logs.audit (${columns})
       SELECT ${columns.replace('details_json', `${details} AS changed`).replace('workspace_id', of)}
       FROM logs.kept WHERE ${from}`;
    const renumbered = `replaceOne(details_json, '"sequence":7', '"sequence":8')`;
    assert.deepEqual(await problemsAfter(insert(renumbered, at('lab', 7))), ['altered lab 8', 'misplaced lab 8']);
    assert.ok((await problemsAfter(insert(`'{}'`, at('shop', 1)))).includes('unreadable null null'));
  });

  test('sees a chain that was gone on with, and one that never was, though all of their hashes fit', async () => {
    const head = (await writing.store.audit.heads()).find((each) => each.workspace === 'lab') ?? assert.fail();
    for (const [of, before] of [
      ['lab', head],
      ['nowhere', undefined],
    ] as const) {
      const entry = fakeEntry({ id: `forged-${of}`, workspace: of });
      const record = { position: 601, ...chain(before, entry), entry };
      await statement(
        server.url,
        `INSERT INTO logs.audit (${columns}) VALUES ('2026-01-01 00:00:00', 'alice', 'acme', '${of}', '', 'scale',
          'shop/deployment/web', ${quoted(JSON.stringify(record))}, 'AIOpsAgent')`,
      );
    }
    const { code, problems } = await verify();
    assert.equal(code, 1);
    assert.deepEqual(
      problems.map((each) => [each.kind, each.workspace, each.sequence]),
      [
        ['added', 'lab', 201],
        ['added', 'nowhere', 1],
      ],
    );
  });

  test('sees two rows that have changed their contents, and one that stands under another workspace', async () => {
    const swap = `details_json = if(${sequence} = 5,
      replaceOne(details_json, '"sequence":5', '"sequence":6'), replaceOne(details_json, '"sequence":6', '"sequence":5'))`;
    const swapped = await problemsAfter(update(swap, at('lab', 5, 6)));
    for (const problem of ['altered lab 5', 'altered lab 6']) assert.ok(swapped.includes(problem), swapped.join());
    const moved = await problemsAfter(
      `ALTER TABLE logs.audit DELETE WHERE ${at('shop', 3)}`,
      `INSERT INTO logs.audit (${columns}) SELECT ${columns.replace('workspace_id', "'bank' AS other")}
       FROM logs.kept WHERE ${at('shop', 3)}`,
    );
    assert.ok(moved.includes('foreign shop 3'), moved.join());
    const ofBank = await verify('hexaops.yaml', '--workspace', 'bank');
    assert.deepEqual(
      ofBank.problems.map(({ kind, workspace: of }) => [kind, of]),
      [['foreign', 'shop']],
    );
  });

  test('sees a whole chain that was written anew', async () => {
    const rows: string[] = [];
    let before: { readonly sequence: number; readonly hash: string } | undefined;
    for (let number = 1; number <= 200; number++) {
      const entry = fakeEntry({ id: `anew-${number}`, workspace: 'lab' });
      const record = { position: number * 3, ...chain(before, entry), entry };
      before = record;
      rows.push(`('2026-01-01 00:00:00', 'alice', 'acme', 'lab', '', 'scale', 'shop/deployment/web',
        ${quoted(JSON.stringify(record))}, 'AIOpsAgent')`);
    }
    await statement(server.url, `ALTER TABLE logs.audit DELETE WHERE ${workspace} = 'lab' SETTINGS mutations_sync = 1`);
    await statement(server.url, `INSERT INTO logs.audit (${columns}) VALUES ${rows.join(', ')}`);
    assert.deepEqual(
      (await verify()).problems.map(({ kind, workspace: of, sequence: where }) => [kind, of, where]),
      [['broken', 'lab', 200]],
    );
    assert.equal((await verify('alone.yaml')).code, 0, 'without the store nobody can know');
  });

  test('ends with 2 where it cannot look, and shows no password', async () => {
    await writeFile(
      join(directory, 'wrong.yaml'),
      JSON.stringify({
        plugins: [
          {
            use: '@hexaops/audit-clickhouse',
            config: { url: server.url, reader: { username: 'reader', password: 'canary' } },
          },
        ],
      }),
    );
    const { code, stdout, stderr } = await run('verify', '--config', join(directory, 'wrong.yaml'));
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /refuses: AUTHENTICATION_FAILED, code 516 \(audit-refused\)\n {2}check the username/);
    assert.doesNotMatch(stderr, /canary/);
  });

  test('looks at more records than it has memory for', async () => {
    await statement(
      server.url,
      `INSERT INTO logs.audit (${columns}) SETTINGS insert_deduplicate = 0
       SELECT ${columns} FROM logs.kept ARRAY JOIN range(70) AS copy`,
    );
    const { code, repeats } = await verify();
    assert.deepEqual([code, repeats], [0, 70 * 600]);
  });
});

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, String.raw`\$&`)}'`;
}

/** In a process of its own, with a heap in which forty thousand records have no room. */
async function run(...argv: readonly string[]) {
  const { promise, resolve } = Promise.withResolvers<{ code: number; stdout: string; stderr: string }>();
  const node = ['--conditions=hexaops-source', '--max-old-space-size=64', command, 'audit', ...argv];
  execFile(process.execPath, node, { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
    resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, stdout, stderr });
  });
  return promise;
}
