import type { ExtensionPoint } from '../extension/point.ts';
import { assemble } from '../plugin/assemble.ts';
import { type PluginReference, resolvePlugins } from './plugin-references.ts';

/** What plugins bring, without an engine around it. */
export interface OpenPlugins extends AsyncDisposable {
  contributions<T>(point: ExtensionPoint<T>): readonly T[];
}

/**
 * Puts the plugins together without starting any of them: nothing is opened before it is used, no table is made or changed.
 * Raises `plugin-*` and `config-invalid`.
 */
export async function openPlugins(plugins: readonly PluginReference[], base?: string): Promise<OpenPlugins> {
  const assembly = await assemble(await resolvePlugins(plugins, base), { startMilliseconds: 0, starts: false });
  return {
    contributions: (point) => assembly.all(point),
    [Symbol.asyncDispose]: () => assembly[Symbol.asyncDispose](),
  };
}
