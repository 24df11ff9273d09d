import { cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { linksOf, markdownFiles, readMarkdown, repository } from '../../test/documentation/markdown.ts';
import { addressOf, addressOfFile } from './address.ts';
import { type OpenApi, openApiPage } from './openapi.ts';
import { pageOf } from './page.ts';
import { rewriteLinks } from './rewrite-links.ts';
import { sidebarOf } from './sidebar.ts';

/**
 * Writes what the generator builds from into a folder: every page of the repository under `pages`, its links rewritten;
 * the files that they link to under `files`; the sidebar.
 */
export async function prepare(folder: string): Promise<void> {
  await Promise.all(['pages', 'files'].map((name) => rm(join(folder, name), { recursive: true, force: true })));
  const pages = new Map<string, string>();
  for (const file of await markdownFiles()) if (isPage(file)) pages.set(file, await readMarkdown(file));
  const openApi = JSON.parse(await readFile(join(repository, 'docs/openapi.json'), 'utf8')) as OpenApi;
  // Made, and in no file.
  pages.set('docs/http-reference.md', openApiPage(openApi));

  for (const [address, all] of Map.groupBy(pages.keys(), addressOf)) {
    if (all.length > 1) throw new Error(`${all.join(' and ')} would both stand at ${address}: see pages/address.ts`);
  }

  const files = await linkedFiles(pages);
  const target = (file: string): string | undefined => {
    const path = file.replace(/\/$/, '');
    const page = [path, `${path}/README.md`].find((name) => pages.has(name));
    if (page !== undefined) return addressOf(page);
    return files.has(path) ? addressOfFile(path) : undefined;
  };
  for (const [file, text] of pages) {
    const place = join(folder, 'pages', `${addressOf(file).slice(1, -1) || 'index'}.md`);
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, pageOf(rewriteLinks(text, file, target), titles[file]));
  }
  for (const file of files) await cp(join(repository, file), join(folder, 'files', addressOfFile(file)));
  await cp(join(repository, 'plugins/console/src/page/icon.svg'), join(folder, 'files/favicon.svg'));
  await writeFile(join(folder, 'sidebar.json'), JSON.stringify(sidebarOf([...pages.keys()]), null, 2));
}

const titles: Readonly<Record<string, string>> = { 'docs/README.md': 'All pages, and words' };

/** Changelogs are for those who upgrade, and templates are pages of plugins that are not made yet. */
function isPage(file: string): boolean {
  return !/(^|\/)(CHANGELOG|\.changeset|templates\/)/.test(file);
}

async function linkedFiles(pages: ReadonlyMap<string, string>): Promise<ReadonlySet<string>> {
  const linked = new Set(
    [...pages].flatMap(([file, text]) =>
      linksOf(text)
        .filter((link) => !/^([a-z]+:|#)/.test(link))
        .map((link) => join(dirname(file), link.split('#')[0] ?? '')),
    ),
  );
  const found = await Promise.all(
    [...linked].map(async (file) => {
      const isFile = await stat(join(repository, file)).then(
        (entry) => entry.isFile(),
        () => false,
      );
      return isFile && !pages.has(file) ? [file] : [];
    }),
  );
  return new Set(found.flat());
}
