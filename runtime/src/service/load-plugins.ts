import { findPackageJSON } from 'node:module';
import { HexaopsError, loadPlugin, type LoadedPlugin } from '@hexaops/core';
import { checkPluginParts } from '../config/plugin-parts.ts';
import type { LoadedConfig } from '../config/load.ts';

/**
 * Loads the plugins that the configuration lists, in its order, and validates each one's part. A package is looked for
 * beside the configuration, then beside this service; `load` may know some of them better. Raises all that is wrong with any
 * of them in one error.
 */
export async function loadPlugins(
  loaded: LoadedConfig,
  load: typeof loadPlugin = loadPlugin,
): Promise<readonly LoadedPlugin[]> {
  const results = await Promise.allSettled(
    loaded.config.plugins.map(({ use, config }) => load(use, baseFor(use, loaded.base), config)),
  );
  const failures = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason as unknown);
  if (failures.length > 0) throw allOf(failures);
  const plugins = results.filter((result) => result.status === 'fulfilled').map(({ value }) => value);
  checkPluginParts(loaded, plugins);
  return plugins;
}

function baseFor(use: string, base: string): string {
  if (use.startsWith('.')) return base;
  try {
    return findPackageJSON(use, base) === undefined ? import.meta.url : base;
  } catch {
    return import.meta.url;
  }
}

function allOf(failures: readonly unknown[]): unknown {
  const [first, ...more] = failures;
  if (more.length === 0) return first;
  const known = failures.filter((failure) => HexaopsError.is(failure));
  const lines = failures.map((failure) => `  ${failure instanceof Error ? failure.message : String(failure)}`);
  return new HexaopsError('plugin-start-failed', `${failures.length} plugins cannot be loaded:\n${lines.join('\n')}`, {
    cause: new AggregateError(failures),
    nextStep: known
      .map(({ nextStep }) => nextStep)
      .filter((step) => step !== undefined)
      .join('; '),
  });
}
