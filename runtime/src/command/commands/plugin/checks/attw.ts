import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { messageOf } from '@hexaops/core';
import { printable } from '../../../presentation/printable.ts';
import type { PluginFolder } from '../plugin-folder.ts';
import { type Remark, wrong } from './remark.ts';

/** https://arethetypeswrong.github.io, as far as it is used here. */
interface Attw {
  readonly createPackageFromTarballData: (tarball: Uint8Array) => object;
  readonly checkPackage: (
    published: object,
  ) => Promise<{ readonly types: false } | { readonly types: object; readonly problems: readonly Problem[] }>;
}

interface Problem {
  readonly kind: string;
  readonly entrypoint?: string;
  readonly typesFileName?: string;
  readonly fileName?: string;
  readonly moduleSpecifier?: string;
}

interface AttwWords {
  readonly problemKindInfo: Readonly<Record<string, { readonly shortDescription: string; readonly docsUrl: string }>>;
  readonly problemAffectsResolutionKind: (problem: Problem, kind: string, analysis: object) => boolean;
}

/** How a plugin's types are found: by Node's rules of ES modules, or a bundler's. Nobody calls `require` of a plugin. */
const looked = ['node16-esm', 'bundler'];

/** Whether the types of the package are found as it is published. Only where the plugin has attw among its own packages. */
export async function checkTypes({ path, manifest }: PluginFolder): Promise<readonly Remark[]> {
  const { resolve } = createRequire(join(path, 'package.json'));
  let library: string;
  let words: string;
  try {
    library = pathToFileURL(resolve('@arethetypeswrong/core')).href;
    words = pathToFileURL(resolve('@arethetypeswrong/core/problems')).href;
  } catch {
    return [];
  }
  const { createPackageFromTarballData, checkPackage } = (await import(library)) as Attw;
  const { problemKindInfo, problemAffectsResolutionKind } = (await import(words)) as AttwWords;
  try {
    const analysis = await checkPackage(createPackageFromTarballData(await packed(path)));
    if (analysis.types === false) {
      return [wrong('package.json "files"', 'no types are published', 'publish the folder that "types" leads to')];
    }
    return analysis.problems
      .filter((problem) => looked.some((kind) => problemAffectsResolutionKind(problem, kind, analysis)))
      .map((problem) => {
        const { shortDescription = problem.kind, docsUrl = '' } = problemKindInfo[problem.kind] ?? {};
        const file = problem.fileName ?? problem.typesFileName ?? problem.entrypoint ?? '.';
        const where = file.replace(`/node_modules/${manifest.name}/`, '');
        const at = problem.moduleSpecifier === undefined ? '' : `: "${problem.moduleSpecifier}"`;
        return wrong(`types of ${printable(where)}`, printable(`${shortDescription}${at}`), `see ${docsUrl}`);
      });
  } catch (error) {
    return [wrong('types', `attw cannot look at them: ${messageOf(error)}`, 'see that "npm pack" makes the package')];
  }
}

/** As npm publishes it, after its `prepack`. */
async function packed(path: string): Promise<Uint8Array> {
  const directory = await mkdtemp(join(tmpdir(), 'hexaops-types-'));
  try {
    const options = { cwd: path, shell: process.platform === 'win32' };
    const { stdout } = await promisify(execFile)('npm', ['pack', '--json', '--pack-destination', directory], options);
    const [tarball] = JSON.parse(stdout.slice(stdout.search(/^\[/m))) as readonly { readonly filename: string }[];
    return await readFile(join(directory, tarball?.filename ?? ''));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
