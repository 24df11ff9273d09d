import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Manifest, readJson } from '../workspaces.ts';

/** Gives the page that names the tarball of the package that makes plugins its version. `root` is the repository. */
export async function pluginsPageFollows(root: string): Promise<void> {
  const { version } = await readJson<Manifest>(join(root, 'create-plugin/package.json'));
  const file = join(root, pluginsPage);
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replaceAll(/(create-hexaops-plugin-)[\w.-]+(?=\.tgz)/g, `$1${version}`));
}

export const pluginsPage = 'docs/plugins/README.md';
