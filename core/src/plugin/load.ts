import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import semver from 'semver';
import { HexaopsError, messageOf } from '../errors.ts';
import { coreVersion } from './core-version.ts';
import { folderManifest, type PluginManifest, readManifest } from './manifest.ts';
import type { Plugin } from './plugin.ts';

/** A plugin with its manifest and its part of the configuration. */
export interface LoadedPlugin {
  readonly manifest: PluginManifest;
  readonly plugin: Plugin;
  readonly config: unknown;
}

/** Raises `plugin-incompatible` unless the plugin's range of core admits this one. */
export function checkCompatibility(manifest: PluginManifest, version: string = coreVersion): void {
  if (semver.validRange(manifest.core) === null) {
    throw new HexaopsError(
      'plugin-invalid',
      `the plugin "${manifest.id}" names the range "${manifest.core}" of @hexaops/core`,
      {
        nextStep: 'write a semver range such as "^1.2.0" in its peerDependencies',
      },
    );
  }
  if (semver.satisfies(version, manifest.core, { includePrerelease: true })) return;
  const older = semver.gtr(version, manifest.core);
  throw new HexaopsError(
    'plugin-incompatible',
    `the plugin "${manifest.id}" ${manifest.version} needs @hexaops/core ${manifest.core}, this is ${version}`,
    {
      nextStep: older
        ? `install a newer ${manifest.name}, or an @hexaops/core that satisfies ${manifest.core}`
        : `install an older ${manifest.name}, or an @hexaops/core that satisfies ${manifest.core}`,
      details: { plugin: manifest.id, needs: manifest.core, has: version },
    },
  );
}

/**
 * Loads a plugin's package as seen from `base`, a file URL. Its manifest is read and checked first: an incompatible
 * plugin's code never runs.
 */
export async function loadPlugin(specifier: string, base: string, config: unknown = {}): Promise<LoadedPlugin> {
  const manifest = await readManifest(specifier, base);
  checkCompatibility(manifest);
  let module: { readonly default?: unknown };
  try {
    module = (await import(pathToFileURL(entryOf(specifier, base, manifest)).href)) as {
      readonly default?: unknown;
    };
  } catch (cause) {
    throw new HexaopsError('plugin-invalid', `the plugin "${manifest.id}" cannot be imported: ${messageOf(cause)}`, {
      cause,
    });
  }
  if (!isPlugin(module.default)) {
    throw new HexaopsError('plugin-invalid', `the plugin "${manifest.id}" has no plugin as its default export`, {
      nextStep: 'write `export default definePlugin({ register(api) { ... } })`',
    });
  }
  return { manifest, plugin: module.default, config };
}

/** A folder is entered by the exports of its package, as its users enter it. */
function entryOf(specifier: string, base: string, { name }: PluginManifest): string {
  const folder = folderManifest(specifier, base);
  return folder === undefined ? createRequire(base).resolve(specifier) : createRequire(folder).resolve(name);
}

function isPlugin(value: unknown): value is Plugin {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Plugin>).register === 'function';
}
