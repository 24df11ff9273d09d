import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { createSqlStore } from '@hexaops/store-sql';
import { parse } from 'yaml';
import { anchorsOf, blocksOf, readMarkdown, repository } from './markdown.ts';

interface AlertFile {
  readonly groups: readonly {
    readonly rules: readonly { readonly alert: string; readonly annotations: Readonly<Record<string, string>> }[];
  }[];
}

const alice = { subject: 'alice', workspace: 'shop' };
const page = await readMarkdown('docs/operating.md');
const file = parse(await readFile(join(repository, 'deploy/observability/alerts.yaml'), 'utf8')) as AlertFile;
const alerts = file.groups.flatMap(({ rules }) => rules);

describe('docs/operating.md', () => {
  it('has alerts to speak of', () => assert.ok(alerts.length >= 10));

  for (const { alert, annotations } of alerts)
    it(`says what to do when ${alert} fires, and the alert names the place`, () => {
      const anchor = alert.toLowerCase();
      assert.ok(anchorsOf(page).has(anchor));
      assert.equal(annotations['runbook'], `docs/operating.md#${anchor}`);
    });

  it('speaks of no alert that there is not', () => {
    const named = [...page.matchAll(/^### (Hexaops\w+)$/gm)].map(([, name = '']) => name);
    assert.deepEqual(named.toSorted(), alerts.map(({ alert }) => alert).toSorted());
  });

  const store = '/var/lib/hexaops/hexaops.db';
  const section = page.slice(page.indexOf('**SQLite**'), page.indexOf('**Postgres**'));
  const [copy = '', look = '', copyFromPod = '', restore = ''] = blocksOf(section).map(({ text }) => text);

  it('copies the file that the chart and the example of a configuration keep, and no other', async () => {
    for (const file of ['deploy/hexaops.yaml', 'deploy/helm/hexaops/values.yaml'])
      assert.match(await readFile(join(repository, file), 'utf8'), new RegExp(`^ +path: ${store}$`, 'm'));
    const paths = section.match(/\/var\/lib\/[\w./-]+/g) ?? [];
    const files = new Set(paths.map((path) => path.replace(/-(wal|shm)$/, '')));
    assert.deepEqual([...files], [store, '/var/lib/hexaops/backup.db']);
  });

  it('never lets sqlite3 make a file that is not there, and copy nothing', () => {
    for (const command of [copy, look]) assert.match(command, /^sqlite3 -readonly /);
  });

  it('copies a store of SQLite while it is in use, in a pod as well, and the copy comes back in its place', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'hexaops-backup-'));
    const here = (command: string) =>
      command
        .replaceAll('/var/lib/hexaops', directory)
        .replaceAll('/backup/', `${directory}/copy-of-`)
        .replace(/kubectl exec .* -- \S+/, `'${process.execPath}'`)
        .replace('> hexaops.db', `> '${directory}/from-pod.db'`);
    const shell = (command: string) => promisify(execFile)('bash', ['-euc', here(command)]);
    const titles = async (path: string) => {
      await using opened = createSqlStore({ path });
      await opened.open();
      return (await opened.sessions(alice)).map(({ title }) => title);
    };
    try {
      const path = join(directory, 'hexaops.db');
      {
        await using live = createSqlStore({ path });
        await live.open();
        const times = { createdAt: Date.now(), lastUsedAt: Date.now() };
        await live.createSession({ ...alice, ...times, id: 's', title: 'what is wrong?' });
        const [, statement = assert.fail()] = /"(.+)"$/m.exec(here(copy)) ?? [];
        using database = new DatabaseSync(path, { readOnly: true });
        database.exec(statement);
        await shell(copyFromPod);
        await live.deleteSession(alice, 's');
        assert.deepEqual(await titles(join(directory, 'from-pod.db')), ['what is wrong?']);
      }
      assert.deepEqual(await titles(path), []);
      await shell(restore);
      assert.deepEqual(await titles(path), ['what is wrong?']);
      using database = new DatabaseSync(path);
      const [, check = assert.fail()] = /"(.+);"$/m.exec(look) ?? [];
      assert.deepEqual(
        check.split('; ').flatMap((statement) => Object.values(database.prepare(statement).get() ?? {})),
        ['ok', '1 sessions'],
      );
      assert.ok(!(await readdir(directory)).includes('backup.db'));
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
