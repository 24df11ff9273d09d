import { createEngine, type LoadedPlugin } from '@hexaops/core';
import type { LoadedConfig } from '../../../config/load.ts';
import { engineConfigOf } from '../../../service/engine-config.ts';
import { loadPlugins } from '../../../service/load-plugins.ts';
import type { Outcome } from './check.ts';

/** Whether every plugin can be imported, fits this core, and takes its part of the configuration. */
export async function loadAll(loaded: LoadedConfig): Promise<Outcome<readonly LoadedPlugin[]>> {
  const plugins = await loadPlugins(loaded);
  const names = plugins.map(({ manifest }) => `${manifest.id} ${manifest.version}`);
  return { message: names.join(', ') || 'none is listed', value: plugins };
}

/** Whether the plugins start together and the rules compile. What was started is stopped. */
export async function startAll({ config }: LoadedConfig, plugins: readonly LoadedPlugin[]): Promise<Outcome<true>> {
  await using engine = await createEngine({ plugins, config: await engineConfigOf(config) });
  const health = await engine.health(AbortSignal.timeout(5_000));
  const [, leftOut] = health.find(({ component }) => component === 'rules')?.message.split('; ') ?? [];
  const questions = `${engine.capabilities().length} kinds of questions can be asked`;
  return { message: leftOut === undefined ? questions : `${questions}; rules ${leftOut}`, value: true };
}
