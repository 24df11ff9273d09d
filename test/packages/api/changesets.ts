import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

/** What the changesets that wait for the next release say of each package: the largest step of its version. */
export async function announced(repository: string): Promise<ReadonlyMap<string, Step>> {
  const found = new Map<string, Step>();
  for await (const file of glob('.changeset/*.md', { cwd: repository })) {
    const text = await readFile(join(repository, file), 'utf8');
    const front = /^---\r?\n(.*?)^---$/ms.exec(text)?.[1] ?? '';
    for (const [name, step] of Object.entries((parse(front) ?? {}) as Readonly<Record<string, Step>>)) {
      if (steps.indexOf(step) > steps.indexOf(found.get(name) ?? 'none')) found.set(name, step);
    }
  }
  return found;
}

const steps = ['none', 'patch', 'minor', 'major'] as const;

export type Step = (typeof steps)[number];
