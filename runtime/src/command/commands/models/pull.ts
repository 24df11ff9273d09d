import type { PullProgress } from '@hexaops/core';
import { type ExitCode, exitCode } from '../../exit-code.ts';
import { type Io, print } from '../../io.ts';
import { printable, printableJson } from '../../presentation/printable.ts';
import { startProgress } from '../../presentation/progress.ts';
import { type ModelsOptions, openSchedules } from './schedules.ts';

/** Milliseconds: a day. A large model over a slow line takes hours. */
const longest = 86_400_000;

/** Fetches a model to every node, one after the other. */
export async function pullModel(io: Io, model: string, options: ModelsOptions): Promise<ExitCode> {
  await using opened = await openSchedules(io, options);
  const nodes = new Set<string>();
  using progress = startProgress(io);
  for (const schedule of opened.schedules) {
    for await (const told of schedule.pull(model, AbortSignal.timeout(longest))) {
      nodes.add(told.node);
      progress.say(textOf(told));
      if (options.json === true) await print(io, printableJson(told));
    }
  }
  if (options.json !== true) for (const node of nodes) await print(io, printable(`${node} has ${model}`));
  return exitCode.done;
}

function textOf({ node, status, completedBytes, totalBytes }: PullProgress): string {
  const share =
    completedBytes === undefined || totalBytes === undefined || totalBytes === 0
      ? ''
      : ` ${Math.floor((completedBytes / totalBytes) * 100)} %`;
  return `${node}: ${status}${share}`;
}
