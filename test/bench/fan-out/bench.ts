import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import storeSql from '@hexaops/store-sql';
import { Program } from '../http/processes/program.ts';
import type { Bench } from '../support/contract.ts';
import { format, formatSummary, type Summary, summarize } from '../support/statistics.ts';
import { askAndCheck, fetchAll, openEngine, slowest, sources } from './playbook.ts';

const rounds = 60;
/** Not counted: what is compiled and opened once. */
const warmUp = 10;

const all = 'what came first?';
const withoutLogs = 'what came first without logs?';

const bench: Bench = async () => {
  await using program = await Program.start(new URL('sources.ts', import.meta.url));
  const url = await program.ask<string>('url');
  const directory = await mkdtemp(join(tmpdir(), 'hexaops-fan-out-'));
  try {
    await using onDisk = await openEngine(url, { use: storeSql, config: { path: join(directory, 'store.sqlite') } });
    await using inMemory = await openEngine(url);
    const contestants: readonly (readonly [string, () => Promise<void>])[] = [
      [names.bare, () => fetchAll(url)],
      [names.onDisk, () => askAndCheck(onDisk, all, 4)],
      [names.inMemory, () => askAndCheck(inMemory, all, 4)],
      [names.silent, () => askAndCheck(onDisk, withoutLogs, 3)],
    ];
    const times = await race(contestants);
    const at = (name: string): Summary => times.get(name) ?? summarize([]);
    const figures = {
      vsSlowestSource: at(names.onDisk).median / slowest,
      vsSlowestSourceInMemory: at(names.inMemory).median / slowest,
      vsDeadline: at(names.silent).median / slowest,
      vsBareFetches: at(names.onDisk).median / at(names.bare).median,
    };
    return { report: reportOf(times, figures), figures };
  } finally {
    await rm(directory, { recursive: true });
  }
};

export default bench;

const names = {
  bare: 'four fetches and nothing else',
  onDisk: 'a playbook, store on disk',
  inMemory: 'a playbook, store in memory',
  silent: 'a playbook, its slowest source silent',
} as const;

/** Milliseconds of each, in turn in every round. */
async function race(
  contestants: readonly (readonly [string, () => Promise<void>])[],
): Promise<ReadonlyMap<string, Summary>> {
  const samples = new Map<string, number[]>(contestants.map(([name]) => [name, []]));
  for (let round = 0; round < warmUp + rounds; round++) {
    for (const [name, run] of contestants) {
      const started = performance.now();
      await run();
      if (round >= warmUp) samples.get(name)?.push(performance.now() - started);
    }
  }
  return new Map([...samples].map(([name, own]) => [name, summarize(own)]));
}

function reportOf(times: ReadonlyMap<string, Summary>, figures: Readonly<Record<string, number>>): string {
  const lines = [...times].map(
    ([name, time]) => `| ${name} | ${formatSummary(time)} | ${format(time.median / slowest)} |`,
  );
  const told = Object.entries(sources).map(([name, milliseconds]) => `${name} ${milliseconds} ms`);
  return `A playbook of four sources (${told.join(', ')}), each an HTTP server's answer after as long, in a process of their own; from the
question to the last event, with the plan, guard, evidence, time line and answer, every event stored before it is seen. Each answer
is checked: it names the change that came first, and cites every source that answered. The silent source never answers, and has a
deadline of ${slowest} ms. Whoever is compared runs in turn, ${rounds} rounds after ${warmUp} that are not counted.

| who | milliseconds: median (lowest–highest) | times ${slowest} ms |
|---|---|---|
${lines.join('\n')}

${Object.entries(figures)
  .map(([name, value]) => `- ${name}: ${format(value)}`)
  .join('\n')}`;
}
