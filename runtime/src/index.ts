export { configSchema } from './config/schema.ts';
export { isSecretKey } from './config/secret-key.ts';
export { loadConfig, type LoadConfigOptions, type LoadedConfig } from './config/load.ts';
export type { Config, WrittenConfig } from './config/config.ts';
export { serve, type ServeOptions, type Service } from './serve.ts';
