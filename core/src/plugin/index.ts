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
export { checkCompatibility, coreVersion, loadPlugin, type LoadedPlugin } from './load.ts';
