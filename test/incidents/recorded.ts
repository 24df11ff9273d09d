import { execFile } from 'node:child_process';
import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Answers } from './score.ts';

/** Recorded incidents with their answers, unpacked for as long as the object lives. */
export interface RecordedIncidents extends AsyncDisposable {
  readonly bundles: string;
  readonly answers: Answers;
}

/**
 * Incidents that may not be part of this repository: `dev.tar.xz` and `dev-answers.json` in the directory that
 * HEXAOPS_INCIDENTS names, or beside the repository in `shared/data/incidents`. Undefined where there are none.
 */
export async function findIncidents(): Promise<string | undefined> {
  const directory =
    process.env['HEXAOPS_INCIDENTS'] ?? fileURLToPath(new URL('../../../shared/data/incidents/', import.meta.url));
  try {
    await Promise.all(['dev.tar.xz', 'dev-answers.json'].map((name) => access(join(directory, name))));
    return directory;
  } catch {
    return undefined;
  }
}

export async function unpackIncidents(directory: string): Promise<RecordedIncidents> {
  const bundles = await mkdtemp(join(tmpdir(), 'hexaops-incidents-'));
  const dispose = () => rm(bundles, { recursive: true, force: true });
  try {
    await promisify(execFile)('tar', [
      '--extract',
      '--xz',
      '--file',
      join(directory, 'dev.tar.xz'),
      '--directory',
      bundles,
    ]);
    const answers = JSON.parse(await readFile(join(directory, 'dev-answers.json'), 'utf8')) as Answers;
    return { bundles, answers, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}
