import { HexaopsError } from '../errors.ts';
import { coreVersion } from '../plugin/core-version.ts';
import { type LoadedPlugin, loadPlugin } from '../plugin/load.ts';
import type { Plugin } from '../plugin/plugin.ts';

/** A plugin as those who embed the engine name it. */
export type PluginReference =
  | string
  | Plugin
  | { readonly use: string | Plugin; readonly config?: unknown }
  | LoadedPlugin;

/** Loads what is named by a package, and gives in-process plugins an id of their place in the list. */
export async function resolvePlugins(
  references: readonly PluginReference[],
  base: string | undefined,
): Promise<readonly LoadedPlugin[]> {
  return Promise.all(references.map((reference, index) => resolve(reference, index, base)));
}

async function resolve(reference: PluginReference, index: number, base: string | undefined): Promise<LoadedPlugin> {
  if (typeof reference === 'object' && 'manifest' in reference) return reference;
  const { use, config } =
    typeof reference === 'object' && 'use' in reference ? reference : { use: reference, config: undefined };
  if (typeof use === 'string') {
    if (base === undefined) {
      throw new HexaopsError(
        'plugin-invalid',
        `"${use}" is named by its package, and there is no base to find it from`,
        {
          nextStep: 'give createEngine({ base: import.meta.url }), or the imported plugin itself',
        },
      );
    }
    return loadPlugin(use, base, config ?? {});
  }
  const id = `embedded-${index + 1}`;
  return { manifest: { id, name: id, version: coreVersion, core: coreVersion }, plugin: use, config: config ?? {} };
}
