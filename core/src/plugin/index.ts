export {
  definePlugin,
  optional,
  serviceKey,
  type Key,
  type Plugin,
  type PluginApi,
  type PluginDefinition,
} from './plugin.ts';
export { parseManifest, readManifest, type PluginManifest } from './manifest.ts';
export { coreVersion } from './core-version.ts';
export { checkCompatibility, loadPlugin, type LoadedPlugin } from './load.ts';
export { type Contribution, contributionsOf } from './contributions.ts';
