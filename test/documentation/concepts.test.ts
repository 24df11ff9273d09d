import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { stages } from '@hexaops/core/rules';
import { markdownFiles, readMarkdown, repository } from './markdown.ts';

const folder = 'docs/concepts';
const pages = (await markdownFiles()).filter((file) => dirname(file) === folder && basename(file) !== 'README.md');
const read = (file: string) => readFile(join(repository, file), 'utf8');
/** What stands as code in the first cells of the tables of a page. */
const named = (page: string): readonly string[] =>
  [...page.matchAll(/^\|([^|]+)\|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  );

describe('docs/concepts', () => {
  it('has a page for each of nine ideas', () => assert.equal(pages.length, 9));

  for (const file of pages)
    it(`${file} is short, and has one picture that says in words what it shows, in light and in dark`, async () => {
      const page = await readMarkdown(file);
      assert.ok(page.split('\n').length <= 60);
      const pictures = [...page.matchAll(/!\[([^\]]+)\]\(([^)]+)\)/g)];
      assert.equal(pictures.length, 1);
      const picture = await read(join(folder, pictures[0]?.[2] ?? ''));
      assert.match(picture, /role="img" aria-label="[^"]{20,}"/);
      assert.match(picture, /prefers-color-scheme: dark/);
    });

  it('run.md names every event of a run, and no other', async () => {
    const schema = await read('docs/events.schema.json');
    const types = [...schema.matchAll(/"type": \{\s*"const": "([a-z-]+)"/g)].map(([, type = '']) => type);
    assert.ok(types.length > 20);
    assert.deepEqual(named(await readMarkdown(`${folder}/run.md`)).toSorted(), [...new Set(types)].toSorted());
  });

  it('rules.md names every stage', async () => {
    assert.deepEqual(named(await readMarkdown(`${folder}/rules.md`)).toSorted(), [...stages].toSorted());
  });

  it('plugins.md names every hook', async () => {
    const source = await read('core/src/hooks/hooks.ts');
    const hooks = [...source.matchAll(/^ {2}readonly (\w+): Async/gm)].map(([, name = '']) => name);
    assert.ok(hooks.length > 10);
    assert.deepEqual(named(await readMarkdown(`${folder}/plugins.md`)).toSorted(), hooks.toSorted());
  });
});
