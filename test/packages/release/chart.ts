import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Manifest, readJson } from '../workspaces.ts';

/** Gives the chart the version of the service that it installs. `root` is the repository. */
export async function chartFollows(root: string): Promise<void> {
  const { version } = await readJson<Manifest>(join(root, 'runtime/package.json'));
  const file = join(root, chart);
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replaceAll(/^(version|appVersion): .*$/gm, `$1: ${version}`));
}

export const chart = 'deploy/helm/hexaops/Chart.yaml';
