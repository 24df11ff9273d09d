import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Installs what the lockfile of a folder outside the workspaces names, unless exactly that is there. */
export async function installLocked(folder: URL): Promise<void> {
  const wanted = versions(await readFile(new URL('package-lock.json', folder), 'utf8'));
  const present = await readFile(new URL('node_modules/.package-lock.json', folder), 'utf8').then(versions, () => '');
  if (wanted === present) return;
  console.error(`installing the packages of ${folder.pathname}`);
  await promisify(execFile)('npm', ['ci', '--workspaces=false'], { cwd: folder });
}

/** Without those for other machines, which are not installed. */
function versions(lockfile: string): string {
  const { packages } = JSON.parse(lockfile) as {
    readonly packages: Readonly<Record<string, { readonly version?: string; readonly optional?: boolean }>>;
  };
  return Object.entries(packages)
    .filter(([path, { optional }]) => path !== '' && optional !== true)
    .map(([path, { version }]) => `${path}@${version}`)
    .toSorted()
    .join('\n');
}
