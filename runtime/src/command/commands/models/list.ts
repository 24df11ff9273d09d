import type { InstalledModel, ModelSchedule } from '@hexaops/core';
import { type ExitCode, exitCode } from '../../exit-code.ts';
import { type Io, print } from '../../io.ts';
import { printable, printableJson } from '../../presentation/printable.ts';
import { type ModelsOptions, openSchedules } from './schedules.ts';

/** Milliseconds that all nodes together are given. */
const longest = 10_000;

/** Prints the models that nodes have on their disks, and where each is loaded; on standard error the nodes that do not answer. */
export async function listModels(io: Io, options: ModelsOptions): Promise<ExitCode> {
  await using opened = await openSchedules(io, options);
  await tellSilent(io, opened.schedules);
  const listed = await Promise.all(
    opened.schedules.map(async (schedule) => {
      const models = await schedule.models(AbortSignal.timeout(longest));
      return models.map((model) => ({ provider: schedule.id, ...model }));
    }),
  );
  const all = listed.flat();
  if (options.json === true) await print(io, printableJson(all, 2));
  else if (all.length === 0) await print(io, 'no node has a model; fetch one: hexaops models pull NAME');
  else for (const model of all) await print(io, lineOf(model));
  return exitCode.done;
}

/** Whoever was alerted that a node is down looks for its name here: it is in no number, and a token is not needed. */
async function tellSilent(io: Io, schedules: readonly ModelSchedule[]): Promise<void> {
  for (const schedule of schedules) {
    for (const { node, reason } of (await schedule.silent?.(AbortSignal.timeout(longest))) ?? []) {
      io.stderr.write(`${printable(`${schedule.id}: ${node} does not answer: ${reason}`)}\n`);
    }
  }
}

function lineOf(listed: InstalledModel & { readonly provider: string }): string {
  const { provider, model, bytes, installed, loaded } = listed;
  const where = loaded.length === 0 ? 'loaded nowhere' : `loaded on ${loaded.join(', ')}`;
  const nodes = `${installed.length} ${installed.length === 1 ? 'node' : 'nodes'}`;
  return printable(`${provider}/${model}  ${gigabytes(bytes)}  on ${nodes}, ${where}`);
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(bytes < 1e9 ? 2 : 1)} GB`;
}
