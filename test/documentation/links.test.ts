import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { anchorsOf, linksOf, markdownFiles, readMarkdown, repository } from './markdown.ts';

const files = await markdownFiles();

describe('Links of the documentation', () => {
  it('are there to be checked', async () => {
    const links = await Promise.all(files.map(async (file) => linksOf(await readMarkdown(file))));
    assert.ok(links.flat().length > 20);
  });

  for (const file of files)
    it(`${file}: every link to a file or a heading leads somewhere`, async () => {
      const text = await readMarkdown(file);
      const dead: string[] = [];
      for (const link of linksOf(text)) {
        if (/^[a-z]+:/.test(link)) continue;
        const [path = '', anchor] = link.split('#');
        const target = path === '' ? file : join(dirname(file), path);
        const found = await stat(join(repository, target)).catch(() => undefined);
        if (found === undefined) dead.push(link);
        else if (anchor !== undefined && !anchorsOf(await readMarkdown(target)).has(anchor)) dead.push(link);
      }
      assert.deepEqual(dead, []);
    });

  it('docs/README.md leads to every page of docs/', async () => {
    const listed = linksOf(await readMarkdown('docs/README.md')).map((link) => join('docs', link));
    const pages = files.filter((file) => file.startsWith('docs/') && file !== 'docs/README.md');
    assert.deepEqual(
      pages.filter((page) => !listed.includes(page) && !page.startsWith('docs/decisions/0')),
      [],
    );
  });

  it('docs/README.md leads to every plugin', async () => {
    const listed = linksOf(await readMarkdown('docs/README.md')).map((link) => join('docs', link));
    const plugins = files.filter((file) => /^plugins\/[\w-]+\/README\.md$/.test(file));
    assert.ok(plugins.length > 20);
    assert.deepEqual(
      plugins.filter((page) => !listed.includes(page)),
      [],
    );
  });

  it('docs/decisions/README.md leads to every decision', async () => {
    const listed = linksOf(await readMarkdown('docs/decisions/README.md')).map((link) => join('docs/decisions', link));
    assert.deepEqual(
      files.filter((file) => file.startsWith('docs/decisions/0') && !listed.includes(file)),
      [],
    );
  });
});
