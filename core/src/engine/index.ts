export {
  createEngine,
  defaultAudit,
  type AuditSettings,
  type CreateEngineOptions,
  type EngineConfig,
  type WorkspaceSettings,
} from './create-engine.ts';
export { openAudit, type AuditAccess } from './open-audit.ts';
export { openPlugins, type OpenPlugins } from './open-plugins.ts';
export type { PluginReference } from './plugin-references.ts';
export type * from './types.ts';
export { engineRules, type EngineRules } from './engine-rules.ts';
export { factSchemas } from './fact-schemas.ts';
export { type ChangeLimits, defaultChangeLimits } from '../guard/guard.ts';
