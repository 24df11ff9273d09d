import { spawnSync } from 'node:child_process';
import { glob, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { installLocked } from '../test/support/install-locked.ts';
import { deadLinks, foreignParts } from './check/dead-links.ts';
import { prepare } from './pages/prepare.ts';

// The generator of the site is no part of the workspaces: it is installed here, and only here.
const folder = fileURLToPath(new URL('./', import.meta.url));
const built = join(folder, 'dist/html');
const start = performance.now();
await installLocked(new URL('./', import.meta.url));
await prepare(join(folder, 'dist'));
const { status } = spawnSync(
  process.execPath,
  [join(folder, 'node_modules/astro/bin/astro.mjs'), 'build', '--silent'],
  {
    cwd: folder,
    stdio: 'inherit',
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', NODE_OPTIONS: '' },
  },
);
if (status !== 0) process.exit(status ?? 1);

const site = new Map<string, string>();
for await (const file of glob('**/*', { cwd: built, withFileTypes: false })) {
  site.set(`/${file}`, file.endsWith('.html') ? await readFile(join(built, file), 'utf8') : '');
}
const wrong = [
  ...deadLinks(site).map((link) => `dead link: ${link}`),
  ...foreignParts(site).map((part) => `fetched from elsewhere: ${part}`),
];
for (const line of wrong) console.error(line);
const pages = [...site.keys()].filter((path) => path.endsWith('.html')).length;
console.log(`${pages} pages in ${built}, ${Math.round((performance.now() - start) / 1000)} s`);
if (wrong.length > 0) process.exit(1);
