import assert from 'node:assert/strict';
import { type Summary, summarize } from '../support/statistics.ts';
import type { Load, Served } from './load.ts';
import type { Program } from './processes/program.ts';
import type { Stage } from './stage.ts';

/** One kind of request, as it is sent to everybody who is compared. */
export interface Kind {
  readonly name: string;
  readonly request: Pick<Load, 'path' | 'body' | 'headers'>;
  /** Requests of one round, and rounds. */
  readonly count: number;
  readonly rounds: number;
}

export interface Contestant {
  readonly name: string;
  readonly program: Program;
}

export interface Result {
  readonly requestsPerSecond: Summary;
  readonly p99: Summary;
  /** Microseconds of processor for one request, all threads of the process. */
  readonly processor: Summary;
}

const connections = 32;
const warmUpRounds = 3;

/** Contestants in turn in every round, each with the same tokens, none of which it has seen before. */
export async function race(
  stage: Stage,
  client: Program,
  contestants: readonly Contestant[],
  { request, count, rounds }: Kind,
): Promise<ReadonlyMap<string, Result>> {
  const samples = new Map(contestants.map(({ name }) => [name, [] as Sample[]]));
  for (let round = -warmUpRounds; round < rounds; round++) {
    const tokens = await stage.tokens({ count, from: (round + warmUpRounds) * count });
    for (const { name, program } of round % 2 === 0 ? contestants : contestants.toReversed()) {
      const sample = await serve(client, program, { ...request, tokens });
      if (round >= 0) samples.get(name)?.push(sample);
    }
  }
  return new Map([...samples].map(([name, all]) => [name, summarized(all)]));
}

interface Sample extends Served {
  readonly requests: number;
  readonly processorSeconds: number;
}

type Sent = Pick<Load, 'path' | 'body' | 'headers' | 'tokens'>;

/** Fails where anything but 200 is answered. */
async function serve(client: Program, program: Program, sent: Sent): Promise<Sample> {
  const before = await program.ask<number>('processorSeconds');
  const load: Load = { ...sent, url: await program.ask<string>('url'), connections };
  const served = await client.ask<Served>('run', load);
  const processorSeconds = (await program.ask<number>('processorSeconds')) - before;
  assert.deepEqual(
    [served.statuses, served.errors],
    [{ 200: sent.tokens.length }, 0],
    `${sent.path}: not all was answered`,
  );
  return { ...served, requests: sent.tokens.length, processorSeconds };
}

function summarized(samples: readonly Sample[]): Result {
  return {
    requestsPerSecond: summarize(samples.map(({ requests, seconds }) => requests / seconds)),
    p99: summarize(samples.map(({ p99 }) => p99)),
    processor: summarize(samples.map(({ processorSeconds, requests }) => (processorSeconds / requests) * 1e6)),
  };
}
