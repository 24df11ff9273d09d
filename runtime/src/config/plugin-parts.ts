import type { LoadedPlugin } from '@hexaops/core';
import { compileCheck } from '../schema/violation.ts';
import type { LoadedConfig } from './load.ts';
import { configInvalid } from './problem.ts';

/**
 * Validates each plugin's part of the configuration by the plugin's own schema. `plugins` are in the order of the file.
 * Raises `config-invalid` with every mistake of every part, each with its place in the file.
 */
export function checkPluginParts(
  { problemAt }: Pick<LoadedConfig, 'problemAt'>,
  plugins: readonly LoadedPlugin[],
): void {
  const problems = plugins.flatMap(({ plugin, config }, index) =>
    compileCheck(
      plugin.config,
      'all',
    )(config).map((violation) =>
      problemAt({ ...violation, path: ['plugins', String(index), 'config', ...violation.path] }),
    ),
  );
  if (problems.length > 0) throw configInvalid(problems);
}
