import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs Helm with a home of its own, so that nothing of the machine's is read or left there. */
export async function runHelm(helm: string, rest: readonly string[]): Promise<{ readonly stdout: string }> {
  const home = await mkdtemp(join(tmpdir(), 'hexaops-helm-'));
  try {
    return await run(helm, rest, { env: { PATH: process.env['PATH'], HOME: home }, maxBuffer: 64 * 1024 ** 2 });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
