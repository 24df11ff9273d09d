import { execFileSync, spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Manifest, outsidePackages, publishedWorkspaces, repository } from '../workspaces.ts';

// npm run publish:packages, in the release workflow alone: what has a version that nobody has published yet.
const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name, NPM_CONFIG_PROVENANCE: provenance } = process.env;
if (server === undefined || name === undefined || provenance !== 'true') {
  console.error('packages are published by the release workflow, which says where they come from: docs/releases.md');
  process.exit(1);
}

// Provenance is refused for a package that names another repository than the one that it was built in.
const outside = await outsidePackages();
for (const { folder } of [...(await publishedWorkspaces()), ...outside]) {
  const path = join(repository, folder, 'package.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as Manifest;
  const origin = { type: 'git', url: `git+${server}/${name}.git`, directory: folder };
  await writeFile(path, `${JSON.stringify({ ...manifest, repository: origin }, null, 2)}\n`);
}

run(repository, 'npm', 'exec', 'changeset', 'publish', '--', '--no-git-tag');
for (const { folder, manifest } of outside) {
  if (isPublished(manifest)) continue;
  run(join(repository, folder), 'npm', 'ci', '--workspaces=false', '--ignore-scripts');
  run(repository, 'npm', 'exec', 'tsc', '--', '-b', folder);
  run(join(repository, folder), 'npm', 'publish', '--workspaces=false', '--ignore-scripts', '--access', 'public');
}

function isPublished({ name: own, version }: Manifest): boolean {
  return spawnSync('npm', ['view', `${own}@${version}`, 'version'], { encoding: 'utf8' }).stdout.trim() === version;
}

function run(cwd: string, command: string, ...words: readonly string[]): void {
  execFileSync(command, words, { cwd, stdio: 'inherit' });
}
