import { glob, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** A package.json of a package that is published. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly description?: string;
  readonly license?: string;
  readonly files?: readonly string[];
  readonly type?: string;
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly engines?: Readonly<Record<string, string>>;
}

/** `folder` is relative to the repository, with slashes: `plugins/metrics`. */
export interface Workspace {
  readonly folder: string;
  readonly manifest: Manifest;
}

/** Ends with a slash. */
export const repository: string = fileURLToPath(new URL('../../', import.meta.url));

export const readJson = async <T>(path: string | URL): Promise<T> => JSON.parse(await readFile(path, 'utf8')) as T;

/** All workspaces that are published, by name. A package outside of the workspaces is none of them. */
export async function publishedWorkspaces(): Promise<readonly Workspace[]> {
  const { workspaces } = await readJson<{ readonly workspaces: readonly string[] }>(`${repository}package.json`);
  const left = workspaces.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  const found: Workspace[] = [];
  for await (const path of glob(
    workspaces.filter((pattern) => !pattern.startsWith('!')).map((pattern) => `${pattern}/package.json`),
    { cwd: repository, exclude: left },
  )) {
    const folder = path.replaceAll('\\', '/').slice(0, -'/package.json'.length);
    const manifest = await readJson<Manifest>(`${repository}${path}`);
    if (!left.includes(folder) && manifest.private !== true) found.push({ folder, manifest });
  }
  return found.toSorted((one, other) => (one.manifest.name < other.manifest.name ? -1 : 1));
}

/** Packages that are published, but are no workspaces: neither npm's commands for those nor changesets know of them. */
export const outside: readonly string[] = ['plugins/engine-mastra'];

export async function outsidePackages(): Promise<readonly Workspace[]> {
  return Promise.all(
    outside.map(async (folder) => ({
      folder,
      manifest: await readJson<Manifest>(`${repository}${folder}/package.json`),
    })),
  );
}

/** The entry points that users of the published package can import, by subpath, to the file that is imported. */
export function entryPoints({ exports = {} }: Manifest): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(exports).flatMap(([subpath, target]) =>
      typeof target !== 'string' && target['default'] !== undefined ? [[subpath, target['default']]] : [],
    ),
  );
}
