import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Manifest, outside } from '../workspaces.ts';

/** Gives packages outside of the workspaces core's version, and makes that core their peer. `root` is the repository. */
export async function followCore(root: string): Promise<void> {
  const { version } = await read<Manifest>(join(root, 'core/package.json'));
  const follow = (manifest: Manifest): Manifest => ({
    ...manifest,
    version,
    peerDependencies: { ...manifest.peerDependencies, '@hexaops/core': `^${version}` },
  });
  for (const folder of outside) {
    const manifest = join(root, folder, 'package.json');
    await write(manifest, follow(await read<Manifest>(manifest)));
    const lockfile = join(root, folder, 'package-lock.json');
    const locked = await read<{ readonly packages: Readonly<Record<string, Manifest>> }>(lockfile);
    const { '': own, ...packages } = locked.packages;
    if (own === undefined) throw new Error(`${lockfile} does not say what it is of`);
    await write(lockfile, { ...locked, version, packages: { '': follow(own), ...packages } });
  }
}

const read = async <T>(path: string): Promise<T> => JSON.parse(await readFile(path, 'utf8')) as T;

const write = async (path: string, content: unknown): Promise<void> =>
  writeFile(path, `${JSON.stringify(content, null, 2)}\n`);
