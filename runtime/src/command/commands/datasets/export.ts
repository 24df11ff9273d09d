import { datasetPoint, HexaopsError, openPlugins, unknownName } from '@hexaops/core';
import { loadPlugins } from '../../../service/load-plugins.ts';
import { type ExitCode, exitCode } from '../../exit-code.ts';
import { type Io, print } from '../../io.ts';
import { printableJson } from '../../presentation/printable.ts';
import { type ConfigurationOptions, configurationOf } from '../configuration.ts';

export interface DatasetExportOptions extends ConfigurationOptions {
  readonly dataset?: string;
}

/** Milliseconds that all of it may take. */
const deadline = 10 * 60_000;

/** Prints rated runs, one JSON a line. Starts nothing of the service. Raises `config-invalid`, `source-unavailable`. */
export async function exportDataset(io: Io, options: DatasetExportOptions): Promise<ExitCode> {
  await using plugins = await openPlugins(await loadPlugins(await configurationOf(io, options)));
  const datasets = plugins.contributions(datasetPoint);
  const ids = datasets.map(({ id }) => id);
  const dataset = options.dataset === undefined ? datasets[0] : datasets.find(({ id }) => id === options.dataset);
  if (dataset === undefined && options.dataset !== undefined && ids.length > 0) {
    throw unknownName('input-invalid', 'dataset', options.dataset, ids);
  }
  if (dataset === undefined) {
    throw new HexaopsError('config-invalid', 'no plugin of the configuration keeps rated runs', {
      nextStep: 'list one that does, such as @hexaops/trace-langfuse with the keys of a project',
    });
  }
  for await (const item of dataset.items(AbortSignal.timeout(deadline))) await print(io, printableJson(item));
  return exitCode.done;
}
