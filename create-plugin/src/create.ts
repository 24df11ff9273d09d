import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Kind } from './kinds.ts';
import { packageJson } from './package-json.ts';

const templates = fileURLToPath(new URL('../templates/', import.meta.url));

export interface NewPlugin {
  /** The package's name: `my-plugin`, `@acme/hexaops-tickets`. */
  readonly name: string;
  readonly kind: Kind;
  /** It is made where it is missing, and must hold nothing. */
  readonly directory: string;
}

/** Raises with what to write instead. */
export class RefusedError extends Error {}

/**
 * Writes a new plugin: the files of its kind's template and of the one that all have. The templates are a plugin themselves, of
 * the package `my-plugin-package` with the id `my-plugin`; only these two names are written anew. Gives the paths of the files.
 */
export async function createPlugin({ name, kind, directory }: NewPlugin): Promise<readonly string[]> {
  const id = idOf(name);
  const present = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new RefusedError(`${directory} is no folder that can be read: name another`, { cause: error });
  });
  if (present.length > 0) {
    throw new RefusedError(`${directory} holds ${present.length} files or folders: name a new folder, or empty it`);
  }
  // In one pass: the name may hold what is replaced.
  const named = (text: string) =>
    text.replaceAll(/my-plugin(-package)?/g, (_, isPackage) => (isPackage === undefined ? id : name));
  const files = [...(await filesOf('common')), ...(await filesOf(kind))].map(
    ([path, text]) => [named(path), named(text)] as const,
  );
  const all = [...files, ['package.json', `${JSON.stringify(packageJson(name, id, kind), null, 2)}\n`] as const];
  for (const [path, text] of all) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
  return all.map(([path]) => path).toSorted();
}

/** The name without its scope, which is what configuration and errors call it. */
function idOf(name: string): string {
  const [, id] = /^(?:@[a-z0-9][a-z0-9._-]*\/)?([a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/.exec(name) ?? [];
  if (id !== undefined && name.length <= 214) return id;
  throw new RefusedError(
    `"${name}" is no name of a plugin: write lower-case words with dashes, "my-plugin" or "@acme/my-plugin"`,
  );
}

/** npm leaves files out of packages whose names begin with a dot: here they begin with `_`. */
async function filesOf(template: string): Promise<readonly (readonly [path: string, text: string])[]> {
  const folder = join(templates, template);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));
  return Promise.all(
    paths.map(async (path) => [path.replace(/^_/, '.'), await readFile(join(folder, path), 'utf8')] as const),
  );
}
