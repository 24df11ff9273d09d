import { factSchemas } from '@hexaops/core';
import { compileRules } from '@hexaops/core/rules';
import { type LoadedConfig, loadConfig } from '../../config/load.ts';
import { printConfig } from '../../config/print.ts';
import { analysisRules } from '../../service/analyses.ts';
import { engineConfigOf } from '../../service/engine-config.ts';
import { loadPlugins } from '../../service/load-plugins.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { type Io, print } from '../io.ts';

export interface ConfigurationOptions {
  readonly config?: string;
  /** `server.port=8081`, one a string. */
  readonly set?: readonly string[];
}

/** The configuration as the service would read it. Raises `config-invalid`. */
export function configurationOf(io: Io, { config, set = [] }: ConfigurationOptions): Promise<LoadedConfig> {
  return loadConfig({ environment: io.environment, argv: set, ...(config === undefined ? {} : { file: config }) });
}

/** Checks the file, each plugin's part by the plugin's own schema, and the rules that it names. Starts nothing. */
export async function checkConfiguration(io: Io, options: ConfigurationOptions): Promise<ExitCode> {
  const loaded = await configurationOf(io, options);
  const plugins = await loadPlugins(loaded);
  const { ruleSets = [] } = await engineConfigOf(loaded.config);
  compileRules(ruleSets, { schemas: factSchemas });
  const rules = ruleSets.filter((set) => set !== analysisRules).flatMap((set) => set.rules);
  const ids = plugins.map(({ manifest }) => manifest.id).join(', ');
  await print(io, `${loaded.file} is valid`);
  await print(io, `plugins: ${ids || 'none'}`);
  await print(io, `rules of its own: ${rules.length}`);
  return exitCode.done;
}

/** Prints what holds, defaults and overrides included and secrets left out. */
export async function printConfiguration(io: Io, options: ConfigurationOptions): Promise<ExitCode> {
  await print(io, printConfig(await configurationOf(io, options)).trimEnd());
  return exitCode.done;
}
