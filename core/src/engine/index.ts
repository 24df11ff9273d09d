export { createEngine, type CreateEngineOptions, type EngineConfig, type WorkspaceSettings } from './create-engine.ts';
export type { PluginReference } from './plugin-references.ts';
export type * from './types.ts';
export { factSchemas } from './fact-schemas.ts';
