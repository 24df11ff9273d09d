import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const folder = new URL('../', import.meta.url);

/** Installs what the benchmarks compare with, unless exactly that is there. Not a part of the project's own packages. */
export async function installPeers(): Promise<void> {
  const wanted = versions(await readFile(new URL('package-lock.json', folder), 'utf8'));
  const present = await readFile(new URL('node_modules/.package-lock.json', folder), 'utf8').then(versions, () => '');
  if (wanted === present) return;
  console.error('installing what the benchmarks compare with');
  await promisify(execFile)('npm', ['ci', '--workspaces=false'], { cwd: folder });
}

function versions(lockfile: string): string {
  const { packages } = JSON.parse(lockfile) as {
    readonly packages: Readonly<Record<string, { readonly version?: string }>>;
  };
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, { version }]) => `${path}@${version}`)
    .toSorted()
    .join('\n');
}
