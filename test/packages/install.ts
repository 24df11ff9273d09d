import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PackedPackage } from './pack.ts';
import type { Manifest } from './workspaces.ts';

/** `manifest` is what else the project's package.json holds: dependencies of others, scripts, a name. */
export interface Project {
  readonly directory: string;
  readonly names: readonly string[];
  readonly manifest?: Partial<Manifest>;
}

/**
 * Installs packages from their tarballs into a project of its own, which is made where it is missing: never from the
 * registry, whatever of ours they need in turn. What is not ours comes from npm's cache, else from its registry.
 */
export async function installPacked(packed: readonly PackedPackage[], project: Project): Promise<void> {
  const tarballs = new Map(packed.map(({ manifest, tarball }) => [manifest.name, `file:${tarball}`]));
  const unknown = project.names.filter((name) => !tarballs.has(name));
  if (unknown.length > 0)
    throw new Error(`not packed: ${unknown.join(', ')}; there are ${[...tarballs.keys()].join(', ')}`);
  const { dependencies, ...manifest } = project.manifest ?? {};
  await mkdir(project.directory, { recursive: true });
  await writeFile(
    join(project.directory, 'package.json'),
    JSON.stringify(
      {
        name: 'project',
        private: true,
        type: 'module',
        ...manifest,
        dependencies: {
          ...dependencies,
          ...Object.fromEntries(project.names.map((name) => [name, tarballs.get(name)])),
        },
        overrides: Object.fromEntries(tarballs),
      },
      null,
      2,
    ),
  );
  await promisify(execFile)('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: project.directory,
    maxBuffer: 64 * 1024 * 1024,
  });
}
