import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { publishedWorkspaces, repository, type Workspace } from './workspaces.ts';

const run = promisify(execFile);

/** A package as it would be published. `files` are relative to the package, with slashes. */
export interface PackedPackage extends Workspace {
  readonly tarball: string;
  readonly files: readonly string[];
}

/** Builds what is published: the declarations, the JavaScript and the console's page. */
export async function build(): Promise<void> {
  await run('npm', ['run', 'build'], { cwd: repository, maxBuffer }).catch((error: { readonly stdout?: string }) => {
    throw new Error(`the build failed:\n${error.stdout}`, { cause: error });
  });
}

/**
 * Packs every workspace that is published into a directory, which is made where it is missing. Takes what is built as
 * it is: call `build` before, once.
 */
export async function packAll(into: string): Promise<readonly PackedPackage[]> {
  const workspaces = await publishedWorkspaces();
  await mkdir(into, { recursive: true });
  const { stdout } = await run(
    'npm',
    [
      'pack',
      '--json',
      '--ignore-scripts',
      ...workspaces.flatMap(({ folder }) => ['--workspace', folder]),
      '--pack-destination',
      into,
    ],
    { cwd: repository, maxBuffer },
  );
  const packed = new Map(packedBy(stdout).map((each) => [each.name, each]));
  return workspaces.map((workspace) => {
    const { name } = workspace.manifest;
    const { filename, files } = packed.get(name) ?? absent(name);
    return { ...workspace, tarball: join(into, filename), files: files.map(({ path }) => path).toSorted() };
  });
}

interface Report {
  readonly name: string;
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** npm 11 writes a list, npm 12 an object by name. */
function packedBy(output: string): readonly Report[] {
  return Object.values(JSON.parse(output) as Readonly<Record<string, Report>>);
}

function absent(name: string): never {
  throw new Error(`npm pack wrote no tarball of ${name}`);
}

const maxBuffer = 64 * 1024 * 1024;
