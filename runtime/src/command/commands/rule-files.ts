import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { HexaopsError, messageOf } from '@hexaops/core';
import { parseRuleSets, type RuleSet } from '@hexaops/core/rules';

export interface RuleFiles {
  readonly sets: readonly RuleSet[];
  readonly files: readonly string[];
  readonly fileOf: ReadonlyMap<RuleSet, string>;
}

/**
 * Reads rule files, and every `.yaml`, `.yml` and `.json` below directories but in hidden ones and `node_modules`.
 * Raises `input-invalid`, and `rules-invalid` with the mistakes of all files.
 */
export async function readRuleFiles(paths: readonly string[]): Promise<RuleFiles> {
  const files = [...new Set((await Promise.all(paths.map(filesAt))).flat())];
  if (files.length === 0) {
    throw new HexaopsError('input-invalid', `there are no rule files in ${paths.join(', ')}`, {
      nextStep: 'name files or directories with .yaml, .yml or .json files',
    });
  }
  const read = await Promise.all(
    files.map(async (file) => ({ file, sets: parseRuleSets(await contents(file), file) })),
  );
  return {
    sets: read.flatMap(({ sets }) => sets),
    files,
    fileOf: new Map(read.flatMap(({ file, sets }) => sets.map((set) => [set, file] as const))),
  };
}

/** The rules of every plugin that is installed beside this command: what its folder `rules` holds. */
export function installedRules(): readonly string[] {
  const { resolve } = createRequire(import.meta.url);
  const scopes = (resolve.paths('@hexaops/core') ?? []).map((modules) => join(modules, '@hexaops'));
  const plugins = scopes.filter(existsSync).flatMap((scope) => readdirSync(scope).map((name) => join(scope, name)));
  return plugins
    .filter((folder) => isPlugin(folder) && existsSync(join(folder, 'rules')))
    .map((folder) => join(folder, 'rules'));
}

function isPlugin(folder: string): boolean {
  const manifest = join(folder, 'package.json');
  return existsSync(manifest) && Object.hasOwn(JSON.parse(readFileSync(manifest, 'utf8')) as object, 'hexaops');
}

async function filesAt(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch((cause: unknown) => raiseUnreadable(path, cause));
  if (!found.isDirectory()) return [path];
  const names = await readdir(path, { recursive: true }).catch((cause: unknown) => raiseUnreadable(path, cause));
  return names
    .filter((name) => /\.(?:ya?ml|json)$/.test(name) && !/(?:^|[\\/])(?:\.|node_modules[\\/])/.test(name))
    .sort()
    .map((name) => join(path, name));
}

async function contents(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch((cause: unknown) => raiseUnreadable(file, cause));
}

function raiseUnreadable(path: string, cause: unknown): never {
  throw new HexaopsError('input-invalid', `"${path}" cannot be read: ${messageOf(cause)}`, {
    cause,
    nextStep: 'check the path',
  });
}
