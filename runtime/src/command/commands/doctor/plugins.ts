import { createEngine, type LoadedPlugin, openPlugins, type OpenPlugins } from '@hexaops/core';
import type { LoadedConfig } from '../../../config/load.ts';
import { engineConfigOf } from '../../../service/engine-config.ts';
import { loadPlugins } from '../../../service/load-plugins.ts';
import type { Outcome } from './check.ts';

export interface OpenedPlugins {
  readonly loaded: readonly LoadedPlugin[];
  /** What they bring, with nothing of them started. */
  readonly opened: OpenPlugins;
}

/** Whether every plugin can be imported, fits this core, and takes its part of the configuration. */
export async function openAll(config: LoadedConfig): Promise<Outcome<OpenedPlugins>> {
  const loaded = await loadPlugins(config);
  const opened = await openPlugins(loaded);
  const names = loaded.map(({ manifest }) => `${manifest.id} ${manifest.version}`);
  return { message: names.join(', ') || 'none is listed', value: { loaded, opened } };
}

/** Whether the plugins start together and the rules compile. What was started is stopped. */
export async function startAll({ config }: LoadedConfig, plugins: readonly LoadedPlugin[]): Promise<Outcome<true>> {
  await using engine = await createEngine({ plugins, config: await engineConfigOf(config) });
  const health = await engine.health(AbortSignal.timeout(5_000));
  const [, leftOut] = health.find(({ component }) => component === 'rules')?.message.split('; ') ?? [];
  const questions = `${engine.capabilities().length} kinds of questions can be asked`;
  return { message: leftOut === undefined ? questions : `${questions}; rules ${leftOut}`, value: true };
}
