import { HexaopsError, type ModelSchedule, modelSchedulePoint, openPlugins, unknownName } from '@hexaops/core';
import { loadPlugins } from '../../../service/load-plugins.ts';
import type { Io } from '../../io.ts';
import { type ConfigurationOptions, configurationOf } from '../configuration.ts';

export interface ModelsOptions extends ConfigurationOptions {
  readonly provider?: string;
  readonly json?: boolean;
}

export interface OpenSchedules extends AsyncDisposable {
  readonly schedules: readonly ModelSchedule[];
}

/** The nodes of private models that the configuration names. Starts nothing of the service. Raises `config-invalid`. */
export async function openSchedules(io: Io, options: ModelsOptions): Promise<OpenSchedules> {
  const opened = await openPlugins(await loadPlugins(await configurationOf(io, options)));
  try {
    const schedules = chosen(opened.contributions(modelSchedulePoint), options.provider);
    return { schedules, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() };
  } catch (error) {
    await opened[Symbol.asyncDispose]();
    throw error;
  }
}

function chosen(all: readonly ModelSchedule[], provider: string | undefined): readonly ModelSchedule[] {
  if (all.length === 0) {
    throw new HexaopsError('config-invalid', 'no plugin of the configuration has private models', {
      nextStep: 'list one that has, such as @hexaops/llm-ollama',
    });
  }
  if (provider === undefined) return all;
  const named = all.filter(({ id }) => id === provider);
  if (named.length > 0) return named;
  throw unknownName(
    'input-invalid',
    'provider',
    provider,
    all.map(({ id }) => id),
  );
}
