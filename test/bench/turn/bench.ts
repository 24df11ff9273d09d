import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { definePlugin, storePoint } from '@hexaops/core';
import { createMemoryStore } from '@hexaops/core/testing';
import storeSql from '@hexaops/store-sql';
import type { Bench } from '../support/contract.ts';
import { format, formatSummary, type Summary, summarize } from '../support/statistics.ts';
import { openHexaops } from './hexaops.ts';
import { heapPerTurn } from './heap.ts';
import { aiSdk } from './peers/ai-sdk.ts';
import { langchain } from './peers/langchain.ts';
import { mastra } from './peers/mastra.ts';
import { openAiAgents } from './peers/openai-agents.ts';
import { voltAgent } from './peers/voltagent.ts';
import type { Contestant } from './scene.ts';

const rounds = Number(process.env['HEXAOPS_BENCH_ROUNDS'] ?? 400);
/** Not counted: until what is run is compiled. */
const warmUp = Math.ceil(rounds / 2);
const kinds = ['oneTool', 'supervisor'] as const;
/** What a turn must have done, whoever takes it: asked the model, and read. */
const work = { oneTool: { asked: 2, read: 1 }, supervisor: { asked: 8, read: 3 } } as const;

/** Keeps one session, and forgets it when the next begins. */
const discarding = definePlugin({
  register(api) {
    api.contribute(storePoint, createMemoryStore({ maximumSessions: 1 }));
  },
});

const bench: Bench = async () => {
  // As each of them runs in production; some would call out otherwise. Printing is not what is measured.
  process.env['NODE_ENV'] = 'production';
  const { warn } = console;
  console.warn = () => undefined;
  const directory = await mkdtemp(join(tmpdir(), 'hexaops-turn-'));
  try {
    await using ours = await openHexaops('Hexaops, a store that discards', discarding);
    const sqlite = { use: storeSql, config: { path: join(directory, 'store.sqlite') } };
    await using onDisk = await openHexaops('Hexaops, SQLite on disk', sqlite);
    const bare = await aiSdk('generateText');
    const streamed = await aiSdk('streamText');
    const others = [await openAiAgents(), await voltAgent(), await langchain(), await mastra()];
    const contestants = [ours, onDisk, bare, streamed, ...others];
    for (const contestant of contestants) for (const kind of kinds) await turn(contestant, kind);
    const times = await race(contestants);
    const at = (kind: Kind, { name }: Contestant): number => times[kind].get(name)?.median ?? Number.NaN;
    const best = (kind: Kind) => Math.min(...others.map((other) => at(kind, other)));
    const figures = {
      vsAiSdkOneTool: at('oneTool', ours) / at('oneTool', bare),
      vsAiSdkSupervisor: at('supervisor', ours) / at('supervisor', bare),
      vsAiSdkStreamedOneTool: at('oneTool', ours) / at('oneTool', streamed),
      vsAiSdkStreamedSupervisor: at('supervisor', ours) / at('supervisor', streamed),
      vsBestOtherOneTool: at('oneTool', ours) / best('oneTool'),
      vsBestOtherSupervisor: at('supervisor', ours) / best('supervisor'),
      heapKilobytesPerTurn: await heapPerTurn(() => turn(ours, 'oneTool'), rounds),
      heapKilobytesPerTurnOnDisk: await heapPerTurn(() => turn(onDisk, 'oneTool'), rounds),
    };
    return { report: reportOf(contestants, times, figures), figures };
  } finally {
    console.warn = warn;
    await rm(directory, { recursive: true });
  }
};

export default bench;

type Kind = (typeof kinds)[number];
type Times = Readonly<Record<Kind, ReadonlyMap<string, Summary>>>;

/** One turn, checked for being right. */
async function turn(contestant: Contestant, kind: Kind): Promise<void> {
  const text = await contestant[kind]();
  const words = `${contestant.name}, ${kind}: ${text}`;
  assert.match(text, /All is well/, words);
  assert.deepEqual(contestant.counter.take(), work[kind], words);
}

/** Milliseconds of each, in turn in every round; who begins changes. */
async function race(contestants: readonly Contestant[]): Promise<Times> {
  const samples = {
    oneTool: new Map(contestants.map(({ name }) => [name, new Array<number>()])),
    supervisor: new Map(contestants.map(({ name }) => [name, new Array<number>()])),
  };
  for (let round = 0; round < warmUp + rounds; round++) {
    for (const kind of kinds) {
      for (let index = 0; index < contestants.length; index++) {
        const contestant = contestants[(index + round) % contestants.length];
        if (contestant === undefined) continue;
        const started = performance.now();
        await turn(contestant, kind);
        const milliseconds = performance.now() - started;
        if (round >= warmUp) samples[kind].get(contestant.name)?.push(milliseconds);
      }
    }
  }
  const summed = (kind: Kind) => new Map([...samples[kind]].map(([name, own]) => [name, summarize(own)]));
  return { oneTool: summed('oneTool'), supervisor: summed('supervisor') };
}

function reportOf(contestants: readonly Contestant[], times: Times, figures: Readonly<Record<string, number>>): string {
  const cell = (kind: Kind, name: string) => formatSummary(times[kind].get(name) ?? summarize([]));
  const lines = contestants.map(({ name }) => `| ${name} | ${cell('oneTool', name)} | ${cell('supervisor', name)} |`);
  return `A turn with a model that answers at once: what is left is what a framework costs. With one tool, the model calls it once and
answers. With a supervisor, a model gives three workers a task each, every one of them calls the tool once and answers, and the
model answers. Of ours the first is an agent that a rule has named, the second a plan of three agents that a model has made and
an answer that a model has worded; all of it goes through the engine, with its events stored before they are seen, guard, taint,
validation of every call, and every sentence checked against the evidence. The others have no memory, storage or tracing. Ours
reads a model's answer as a stream, always, to notice one that falls silent; of the others only \`streamText\` does. Each turn is checked: the answer, how often the model was asked, and how often the tool was called. All take turns in one process,
${rounds} rounds after ${warmUp} that are not counted.

| who | one tool, milliseconds: median (lowest–highest) | supervisor and three workers |
|---|---|---|
${lines.join('\n')}

${Object.entries(figures)
  .map(([name, value]) => `- ${name}: ${format(value)}`)
  .join('\n')}`;
}
