import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { createSqlStore } from '@hexaops/store-sql';
import { parse } from 'yaml';
import { anchorsOf, readMarkdown, repository } from './markdown.ts';

interface AlertFile {
  readonly groups: readonly {
    readonly rules: readonly { readonly alert: string; readonly annotations: Readonly<Record<string, string>> }[];
  }[];
}

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

  it('shows how a store of SQLite is copied while it is in use, and the copy holds what was there', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'hexaops-backup-'));
    try {
      const shown = /^sqlite3 (\S+) "(VACUUM INTO '([^']+)')"$/m.exec(page) ?? assert.fail();
      const [, , statement = '', target = ''] = shown;
      const path = join(directory, 'hexaops.sqlite');
      const copy = join(directory, 'copy.sqlite');
      const session = { id: 's', subject: 'alice', workspace: 'shop', createdAt: Date.now(), lastUsedAt: Date.now() };
      await using store = createSqlStore({ path });
      await store.open();
      await store.createSession({ ...session, title: 'what is wrong?' });
      using database = new DatabaseSync(path);
      database.exec(statement.replace(target, copy));
      await store.deleteSession({ subject: 'alice', workspace: 'shop' }, 's');
      await using restored = createSqlStore({ path: copy });
      await restored.open();
      const kept = await restored.sessions({ subject: 'alice', workspace: 'shop' });
      assert.deepEqual(
        kept.map(({ id, title }) => [id, title]),
        [['s', 'what is wrong?']],
      );
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
