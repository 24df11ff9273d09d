import { readdir } from 'node:fs/promises';
import type { Plugin } from '@hexaops/core';
import repository from '../../package.json' with { type: 'json' };

const folder = new URL('../../plugins/', import.meta.url);
/** Plugins with a lockfile of their own are not installed with the others. */
const apart: readonly string[] = repository.workspaces;

/** Every plugin of this repository that is installed with it, by its folder's name, in alphabetical order. */
export async function allPlugins(): Promise<readonly (readonly [name: string, plugin: Plugin])[]> {
  const names = (await readdir(folder)).filter((name) => !apart.includes(`!plugins/${name}`)).toSorted();
  return Promise.all(
    names.map(async (name): Promise<readonly [string, Plugin]> => {
      const { default: plugin } = (await import(`@hexaops/${name}`)) as { readonly default: Plugin };
      return [name, plugin];
    }),
  );
}
