import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { fileURLToPath } from 'node:url';
import { HexaopsError } from '../errors.ts';

/** What a plugin's package.json says of it, read before any of its code runs. */
export interface PluginManifest {
  readonly id: string;
  /** The package's name. */
  readonly name: string;
  readonly version: string;
  /** The range of `@hexaops/core` that it was written for. */
  readonly core: string;
}

const idPattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Reads the manifest of the package `specifier` as seen from `base`, a file URL. Raises `plugin-invalid`. */
export async function readManifest(specifier: string, base: string): Promise<PluginManifest> {
  const file = locate(specifier, base);
  if (file === undefined) {
    throw new HexaopsError('plugin-invalid', `the plugin "${specifier}" is not installed`, {
      nextStep: `install it beside the service (npm install ${specifier}), or take it out of "plugins"`,
    });
  }
  return parseManifest(await readFile(file, 'utf8'), specifier);
}

/** Checks the text of a package.json. Raises `plugin-invalid` with what is missing. */
export function parseManifest(text: string, specifier: string): PluginManifest {
  const invalid = (what: string) =>
    new HexaopsError('plugin-invalid', `"${specifier}" is no Hexaops plugin: ${what}`, {
      nextStep: 'its package.json needs "hexaops": {"id": "..."} and "peerDependencies": {"@hexaops/core": "^x.y.z"}',
    });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new HexaopsError('plugin-invalid', `the package.json of "${specifier}" is not JSON`, { cause });
  }
  const { name, version, hexaops, peerDependencies } = (json ?? {}) as {
    readonly name?: unknown;
    readonly version?: unknown;
    readonly hexaops?: { readonly id?: unknown };
    readonly peerDependencies?: Readonly<Record<string, unknown>>;
  };
  const id = hexaops?.id;
  const core = peerDependencies?.['@hexaops/core'];
  if (typeof name !== 'string' || typeof version !== 'string') throw invalid('name or version is missing');
  if (typeof id !== 'string' || !idPattern.test(id))
    throw invalid('"hexaops.id" is missing or not in lower-case-with-dashes');
  if (typeof core !== 'string') throw invalid('"peerDependencies" does not name @hexaops/core');
  return { id, name, version, core };
}

/** The package.json of the folder that a path names (`./mine`, `/srv/mine`); undefined where it names something else. */
export function folderManifest(specifier: string, base: string): string | undefined {
  if (!/^\.{0,2}\//.test(specifier)) return undefined;
  const file = fileURLToPath(new URL(`${specifier}/package.json`, base));
  return existsSync(file) ? file : undefined;
}

function locate(specifier: string, base: string): string | undefined {
  const folder = folderManifest(specifier, base);
  if (folder !== undefined) return folder;
  try {
    return findPackageJSON(specifier, base);
  } catch {
    return undefined;
  }
}
