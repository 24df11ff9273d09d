import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { blocksOf, readMarkdown, repository } from './markdown.ts';

const page = await readMarkdown('README.md');

describe('README.md', () => {
  // The examples have tests of their own: what the page shows has to be what those run.
  for (const [index, file] of ['embed.ts', 'judge.ts'].entries())
    it(`shows ${file} of examples/embedding as it is`, async () => {
      const shown = blocksOf(page).filter(({ language }) => language === 'ts')[index];
      assert.equal(shown?.text, await readFile(join(repository, 'examples/embedding/src', file), 'utf8'));
    });

  it('has a picture for the light and one for the dark, as large as each other', async () => {
    const pictures = [...page.matchAll(/\bsrc(?:set)?="(docs\/pictures\/[\w-]+\.png)"/g)].map(([, path = '']) => path);
    assert.equal(pictures.length, 2);
    const sizes = await Promise.all(
      pictures.map(async (path) => (await readFile(join(repository, path))).subarray(16, 24).toString('hex')),
    );
    assert.equal(sizes[0], sizes[1]);
  });
});

describe('examples/worker/README.md', () => {
  it('shows the worker as it is, in as many lines as the first page says', async () => {
    const shown = blocksOf(await readMarkdown('examples/worker/README.md')).find(({ language }) => language === 'ts');
    const source = await readFile(join(repository, 'examples/worker/src/index.ts'), 'utf8');
    assert.equal(shown?.text, source);
    assert.ok(page.includes(`a worker in ${source.trimEnd().split('\n').length} lines`));
  });
});

describe('docs/plugins/README.md', () => {
  it('names the package that makes plugins by its present version', async () => {
    const { version } = JSON.parse(await readFile(join(repository, 'create-plugin/package.json'), 'utf8')) as {
      readonly version: string;
    };
    const road = await readMarkdown('docs/plugins/README.md');
    assert.ok(road.includes(`create-hexaops-plugin-${version}.tgz`));
  });
});
