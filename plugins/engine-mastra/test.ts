import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installLocked } from '../../test/support/install-locked.ts';

// Mastra is no part of the workspaces: it is installed here, and what is made of it is checked and tested here.
const folder = new URL('./', import.meta.url);
await installLocked(folder);
run(fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', folder)), '-b', fileURLToPath(folder));
run('--conditions=hexaops-source', '--test', ...globSync('src/**/*.test.ts', { cwd: folder }));

function run(...options: readonly string[]): void {
  const { status } = spawnSync(process.execPath, options, { cwd: folder, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
