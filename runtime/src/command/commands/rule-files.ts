import { readdir, readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { HexaopsError, messageOf } from '@hexaops/core';
import { parseRuleSets, type RuleSet } from '@hexaops/core/rules';

export interface RuleFiles {
  readonly sets: readonly RuleSet[];
  readonly files: readonly string[];
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
  const sets = await Promise.all(files.map(async (file) => parseRuleSets(await read(file), file)));
  return { sets: sets.flat(), files };
}

/** The rules that come with this command. */
export function installedRules(): readonly string[] {
  const { resolve } = createRequire(import.meta.url);
  return ['@hexaops/worker-kubernetes', '@hexaops/worker-prometheus'].map((name) =>
    join(dirname(resolve(`${name}/package.json`)), 'rules'),
  );
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

async function read(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch((cause: unknown) => raiseUnreadable(file, cause));
}

function raiseUnreadable(path: string, cause: unknown): never {
  throw new HexaopsError('input-invalid', `"${path}" cannot be read: ${messageOf(cause)}`, {
    cause,
    nextStep: 'check the path',
  });
}
