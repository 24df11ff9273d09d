import assert from 'node:assert/strict';
import { glob, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { readMarkdown, repository } from './markdown.ts';

const page = await readMarkdown('docs/architecture.md');

test('docs/architecture.md names every extension point, and no other', async () => {
  const points: string[] = [];
  for await (const file of glob('core/src/extension/*.ts', { cwd: repository })) {
    const source = await readFile(join(repository, file), 'utf8');
    for (const [, id = ''] of source.matchAll(/\bextensionPoint<[^(]+\(\s*'([a-z-]+)'/g)) points.push(id);
  }
  assert.ok(points.length > 20);
  const table = page.slice(page.indexOf('| extension point'), page.indexOf('## The life of a request'));
  const told = [...table.matchAll(/^\| (`[^|]+`) +\|/gm)].flatMap(([, cell = '']) => cell.match(/[a-z-]+/g) ?? []);
  assert.deepEqual(told.toSorted(), points.toSorted());
});

test('docs/architecture.md names every folder of core and every plugin', async () => {
  const [tree = ''] = /^```\n.*?^```/ms.exec(page) ?? [];
  const named = new Set(tree.match(/[a-z][a-z-]+/g));
  for (const folder of ['core/src', 'plugins']) {
    const entries = await readdir(join(repository, folder), { withFileTypes: true });
    const missing = entries.filter((entry) => entry.isDirectory() && !named.has(entry.name)).map(({ name }) => name);
    assert.deepEqual(missing, []);
  }
});
