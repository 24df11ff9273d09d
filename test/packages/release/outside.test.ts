import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { outside } from '../workspaces.ts';
import { followCore } from './outside.ts';

it('a package outside of the workspaces is released with the core that it is made for', async () => {
  const root = await mkdtemp(join(tmpdir(), 'hexaops-'));
  try {
    const write = async (path: string, content: unknown): Promise<void> => {
      await mkdir(join(root, path, '..'), { recursive: true });
      await writeFile(join(root, path), JSON.stringify(content));
    };
    const read = async (path: string): Promise<unknown> => JSON.parse(await readFile(join(root, path), 'utf8'));
    const manifest = (version: string) => ({
      name: 'sample',
      version,
      dependencies: { some: '1.0.0' },
      peerDependencies: { '@hexaops/core': `^${version}` },
    });
    await write('core/package.json', { name: '@hexaops/core', version: '0.2.0' });
    for (const folder of outside) {
      await write(`${folder}/package.json`, manifest('0.1.0'));
      await write(`${folder}/package-lock.json`, {
        version: '0.1.0',
        packages: { '': manifest('0.1.0'), 'node_modules/some': { version: '1.0.0' } },
      });
    }
    await followCore(root);
    for (const folder of outside) {
      assert.deepEqual(await read(`${folder}/package.json`), manifest('0.2.0'));
      assert.deepEqual(await read(`${folder}/package-lock.json`), {
        version: '0.2.0',
        packages: { '': manifest('0.2.0'), 'node_modules/some': { version: '1.0.0' } },
      });
    }
  } finally {
    await rm(root, { recursive: true });
  }
});
