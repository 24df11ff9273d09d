import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { readJson, repository } from '../workspaces.ts';
import { pluginsPage, pluginsPageFollows } from './plugins-page.ts';

describe('What a release writes anew', () => {
  it('is the name of the tarball that makes plugins, and nothing else of that page', async () => {
    const root = await mkdtemp(join(tmpdir(), 'hexaops-'));
    try {
      const page = 'core 0.1.0\nnpm exec --package=/tmp/create-hexaops-plugin-0.1.0.tgz -- create-hexaops-plugin x\n';
      for (const [path, text] of [
        ['create-plugin/package.json', '{ "version": "0.2.0" }'],
        [pluginsPage, page],
      ] as const) {
        await mkdir(dirname(join(root, path)), { recursive: true });
        await writeFile(join(root, path), text);
      }
      await pluginsPageFollows(root);
      assert.equal(await readFile(join(root, pluginsPage), 'utf8'), page.replace('plugin-0.1.0', 'plugin-0.2.0'));
    } finally {
      await rm(root, { recursive: true });
    }
  });

  it('is every page that is made and names versions', async () => {
    const { scripts } = await readJson<{ readonly scripts: Readonly<Record<string, string>> }>(
      join(repository, 'package.json'),
    );
    for (const made of ['runtime/src/http/openapi/document.test.ts', 'test/documentation/compatibility.test.ts'])
      assert.match(scripts['release:version'] ?? '', new RegExp(`HEXAOPS_WRITE_DOCS=1 .*${made}`));
  });
});
