import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  checkCompatibility,
  HexaopsError,
  type LoadedPlugin,
  loadPlugin,
  messageOf,
  parseManifest,
  type Plugin,
  type PluginManifest,
} from '@hexaops/core';
import { complete } from '../../../config/defaults.ts';
import { type LoadedConfig, loadConfig } from '../../../config/load.ts';
import { loadPlugins } from '../../../service/load-plugins.ts';

/** The folder in which somebody writes a plugin. */
export interface PluginFolder {
  /** Absolute. */
  readonly path: string;
  readonly manifest: PluginManifest;
  /** Its package.json. */
  readonly packageJson: Readonly<Record<string, unknown>>;
}

/** Raises `plugin-invalid` and `plugin-incompatible`; none of the plugin's code runs. */
export async function openPluginFolder(path: string): Promise<PluginFolder> {
  const folder = resolve(path);
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch((cause: unknown) => {
    throw new HexaopsError('plugin-invalid', `there is no plugin in ${folder}: ${messageOf(cause)}`, {
      cause,
      nextStep: 'name the folder of its package.json, or make one: npm create hexaops-plugin my-plugin',
    });
  });
  const manifest = parseManifest(text, folder);
  checkCompatibility(manifest);
  return { path: folder, manifest, packageJson: JSON.parse(text) as Readonly<Record<string, unknown>> };
}

/**
 * The configuration by which the plugin is tried: the file, else `dev.yaml` of the folder, else none. It lists the plugin itself
 * and whatever it needs beside it; the plugin is added where it is not listed. It is served to this machine alone.
 */
export async function developmentConfig(
  { path, manifest }: PluginFolder,
  { config: file, port = 0 }: { readonly config?: string; readonly port?: number },
): Promise<LoadedConfig> {
  const usual = join(path, 'dev.yaml');
  const named = file ?? (existsSync(usual) ? usual : undefined);
  const loaded = named === undefined ? withoutFile(path) : await loadConfig({ file: named });
  const { server, plugins } = loaded.config;
  const isListed = plugins.some(({ use }) => use === manifest.name);
  return {
    ...loaded,
    config: {
      ...loaded.config,
      server: { ...server, host: '127.0.0.1', port, shutdownSeconds: 2 },
      plugins: isListed ? plugins : [...plugins, { use: manifest.name, config: {} }],
    },
  };
}

/** The plugins of the configuration, this one from its sources. */
export async function developmentPlugins(
  folder: PluginFolder,
  loaded: LoadedConfig,
): Promise<{ readonly own: LoadedPlugin; readonly all: readonly LoadedPlugin[] }> {
  const all = await loadPlugins(loaded, (use, base, config) =>
    use === folder.manifest.name ? loadSources(folder, config) : loadPlugin(use, base, config),
  );
  const own = all.find(({ manifest }) => manifest.name === folder.manifest.name);
  if (own === undefined) throw new HexaopsError('internal', 'the plugin is not among those that were loaded');
  return { own, all };
}

/** `src/index.ts`, which Node runs as it is; a plugin that has none is taken as its users take it. */
async function loadSources({ path, manifest }: PluginFolder, config: unknown): Promise<LoadedPlugin> {
  const entry = ['src/index.ts', 'src/index.js'].map((file) => join(path, file)).find((file) => existsSync(file));
  if (entry === undefined) return loadPlugin(path, pathToFileURL(join(path, 'package.json')).href, config);
  let module: { readonly default?: unknown };
  try {
    module = (await import(pathToFileURL(entry).href)) as { readonly default?: unknown };
  } catch (cause) {
    throw new HexaopsError('plugin-invalid', `${entry} cannot be imported: ${messageOf(cause)}`, {
      cause,
      nextStep: 'Node runs the sources as they are: imports name files with .ts, types are imported by "import type"',
    });
  }
  if (!isPlugin(module.default)) {
    throw new HexaopsError('plugin-invalid', `${entry} has no plugin as its default export`, {
      nextStep: 'write `export default definePlugin({ register(api) { ... } })`',
    });
  }
  return { manifest, plugin: module.default, config };
}

function isPlugin(value: unknown): value is Plugin {
  return typeof value === 'object' && value !== null && 'register' in value && 'config' in value;
}

function withoutFile(path: string): LoadedConfig {
  const file = join(path, 'dev.yaml');
  return {
    config: complete({}, path),
    sources: [],
    file,
    base: pathToFileURL(file).href,
    problemAt: ({ path: place, message }) => ({
      path: place.join('.'),
      message,
      source: `${file}, which is not there`,
    }),
  };
}
