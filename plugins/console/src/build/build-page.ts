import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { mkdir } from 'node:fs/promises';
import { pageDirectory } from '../served/page.ts';

const sources = fileURLToPath(new URL('../page', import.meta.url));
const manifest = fileURLToPath(new URL('../../package.json', import.meta.url));
const stampName = 'sources.sha256';

/** Builds the page where its sources are others than those it was built from. Several processes may do so at the same time. */
export async function buildPageWhereChanged(): Promise<void> {
  const stamp = await readFile(join(pageDirectory, stampName), 'utf8').catch(() => '');
  if (stamp !== (await hashOfSources())) await buildPage();
}

/** Built apart and then moved, so that nobody is served half of it. */
export async function buildPage(): Promise<void> {
  const { build } = await import('vite');
  const parent = dirname(pageDirectory);
  await mkdir(parent, { recursive: true });
  const directory = await mkdtemp(join(parent, 'building-'));
  try {
    const built = join(directory, 'page');
    await build({
      configFile: false,
      root: sources,
      base: './',
      logLevel: 'warn',
      publicDir: false,
      build: {
        outDir: built,
        emptyOutDir: true,
        target: 'es2023',
        modulePreload: { polyfill: false },
        assetsInlineLimit: 0,
        license: { fileName: 'licenses.txt' },
      },
    });
    await compressFiles(join(built, 'assets'));
    await writeFile(join(built, stampName), await hashOfSources());
    await replace(built, join(directory, 'before'));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function replace(built: string, aside: string): Promise<void> {
  await rename(pageDirectory, aside).catch(() => undefined);
  await rename(built, pageDirectory).catch(async (error: unknown) => {
    // Somebody else was quicker, with the same page.
    if (!(await readdir(pageDirectory)).includes(stampName)) throw error;
  });
}

async function compressFiles(directory: string): Promise<void> {
  const names = (await readdir(directory)).filter((name) => ['.js', '.css'].includes(extname(name)));
  await Promise.all(
    names.map(async (name) => {
      const file = join(directory, name);
      const bytes = await readFile(file);
      await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes));
      await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }));
    }),
  );
}

async function hashOfSources(): Promise<string> {
  const hash = createHash('sha256').update(await readFile(manifest));
  const names = await readdir(sources, { recursive: true });
  for (const name of names.filter((each) => /\.(tsx?|css|html|svg)$/.test(each) && !each.includes('.test.')).sort()) {
    hash.update(name).update(await readFile(join(sources, name)));
  }
  return hash.digest('hex');
}
