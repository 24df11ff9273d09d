import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findPrograms } from '../../test/real/postgres/programs.ts';
import { PostgresServer } from '../../test/real/postgres/server.ts';
import { installLocked } from '../../test/support/install-locked.ts';

// Mastra is no part of the workspaces: it is installed here, and what is made of it is checked and tested here.
const folder = new URL('./', import.meta.url);
await installLocked(folder);
run(fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', folder)), '-b', fileURLToPath(folder));
run('--conditions=hexaops-source', fileURLToPath(new URL('../../test/packages/api/main.ts', folder)), '--outside');
await using postgres = await startPostgres();
const url = await postgres?.createDatabase();
if (url !== undefined) process.env['HEXAOPS_TEST_POSTGRES'] = url;
run('--conditions=hexaops-source', '--test', ...globSync('src/**/*.test.ts', { cwd: folder }));

async function startPostgres(): Promise<PostgresServer | undefined> {
  const programs = findPrograms();
  if (!('missing' in programs)) return PostgresServer.start(programs);
  console.error(`the memory is not tested in Postgres: ${programs.missing}`);
  return undefined;
}

function run(...options: readonly string[]): void {
  const { status } = spawnSync(process.execPath, options, { cwd: folder, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${options.join(' ')} has ended with ${status}`);
}
