import assert from 'node:assert/strict';
import { eventually } from '../../real/kubernetes/eventually.ts';
import type { Load, Served } from '../http/load.ts';
import type { Memory } from '../http/processes/memory.ts';
import type { Program } from '../http/processes/program.ts';
import { question, streamedQuestion } from '../http/question.ts';
import type { Opening } from '../http/readers.ts';
import type { Scenario } from './scenario.ts';
import { forEachComponent, type ProcessorTime, type Replicas, type Stage } from './stage.ts';

/** One kind of request, sent as fast as it is answered. */
export interface Measured {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Milliseconds of processor for one request, of each who works on it. */
  readonly processor: ProcessorTime;
  /** The machine's processors in use, by what is listed: 2 is all of two. */
  readonly busyCores: number;
  /** The least and the most of the replicas' work that one of them did: 0.5 of two that share it alike. */
  readonly shares: readonly [number, number];
}

export interface Scaled {
  readonly replicas: number;
  readonly questions: Measured;
  readonly streamed: Measured;
  /** A request is a report of several alerts. */
  readonly reports: Measured;
  /** At a pace that the machine can keep. */
  readonly paced: Measured;
  readonly openStreams: number;
  /** Bytes of one replica's process after what was asked before, and what one open stream adds to its heap. */
  readonly residentBytes: number;
  readonly streamBytes: number;
}

/** Everything with one number of replicas. Raises where anything was not answered as it should be. */
export async function measure(stage: Stage, scenario: Scenario, count: number): Promise<Scaled> {
  await using replicas = await stage.replicas(count);
  const { connections, persons } = scenario;
  let asked = 0;
  const ask = async (request: Pick<Load, 'path' | 'body' | 'headers' | 'perSecond'>, amount: number) => {
    const tokens = await stage.tokens(amount, asked % persons);
    asked += amount;
    return send(stage, replicas, { ...request, connections: Math.min(connections, amount), tokens }, 200);
  };
  await ask(question, scenario.warmUp * count);
  await ask(streamedQuestion, scenario.warmUp * count);
  const questions = await ask(question, scenario.questions);
  const streamed = await ask(streamedQuestion, scenario.streamed);
  const paced = await ask({ ...question, perSecond: scenario.paced.perSecond }, scenario.paced.count);
  const reports = await send(stage, replicas, reportsOf(stage, scenario), 202);
  return { replicas: count, questions, streamed, paced, reports, ...(await holdStreams(stage, replicas, scenario)) };
}

async function send(stage: Stage, replicas: Replicas, load: Omit<Load, 'url'>, status: number): Promise<Measured> {
  const [before, eachBefore] = [stage.processorTime(replicas), replicas.secondsOfEach()];
  const served = await stage.client.ask<Served>('run', { ...load, url: replicas.url } satisfies Load);
  const [after, eachAfter] = [stage.processorTime(replicas), replicas.secondsOfEach()];
  const amount = load.tokens.length;
  assert.deepEqual([served.statuses, served.errors], [{ [status]: amount }, 0], `${load.path}: not all was answered`);
  const used = forEachComponent((component) => after[component] - before[component]);
  const worked = eachAfter.map((seconds, index) => seconds - (eachBefore[index] ?? 0));
  const total = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);
  const shares = worked.map((seconds) => seconds / total(worked));
  return {
    perSecond: amount / served.seconds,
    p50: served.p50,
    p99: served.p99,
    processor: forEachComponent((component) => (used[component] / amount) * 1_000),
    busyCores: total(Object.values(used)) / served.seconds,
    shares: [Math.min(...shares), Math.max(...shares)],
  };
}

/** Each alert is new: none is told of twice. */
function reportsOf(stage: Stage, { reports, alertsInEach, connections }: Scenario): Omit<Load, 'url'> {
  const bodies = Array.from({ length: reports }, (_, report) => {
    const alerts = Array.from({ length: alertsInEach }, (__, index) => ({
      status: 'firing',
      labels: {
        alertname: 'KubePodNotReady',
        workspace_id: stage.workspaces[report % stage.workspaces.length] ?? '',
        pod: `pod-${report}-${index}`,
      },
      annotations: { summary: 'a pod is not ready' },
      startsAt: new Date().toISOString(),
      endsAt: '0001-01-01T00:00:00Z',
      fingerprint: (report * alertsInEach + index).toString(16).padStart(16, '0'),
    }));
    return JSON.stringify({ version: '4', status: 'firing', receiver: 'hexaops', groupKey: `${report}`, alerts });
  });
  const headers = { 'content-type': 'application/json' };
  return { path: '/v1/alerts', bodies, headers, connections, tokens: bodies.map(() => stage.credential) };
}

/** Streams of runs that go on, through nginx, all open at once. */
async function holdStreams(stage: Stage, replicas: Replicas, { openStreams }: Scenario) {
  const before = await memoryOf(replicas.programs);
  const body = JSON.stringify({ message: 'hold' });
  const openings = (await stage.tokens(openStreams)).map((token): Opening => ({
    url: replicas.url,
    method: 'POST',
    path: '/v1/chat',
    token,
    body,
  }));
  const begun = await stage.readers.ask<number>('open', { openings, concurrency: 16 });
  assert.equal(begun, openStreams, 'every stream has begun');
  await eventually('every run waits', async () => {
    const held = await Promise.all(replicas.programs.map((replica) => replica.ask<number>('held')));
    return held.reduce((sum, count) => sum + count, 0) === openStreams || undefined;
  });
  const after = await memoryOf(replicas.programs);
  return {
    openStreams: begun,
    residentBytes: before.resident / replicas.programs.length,
    streamBytes: (after.held - before.held) / begun,
  };
}

/** Of all of them together, after a collection. */
async function memoryOf(programs: readonly Program[]): Promise<Memory> {
  const memories = await Promise.all(programs.map((program) => program.ask<Memory>('memory')));
  const sum = (of: (memory: Memory) => number) => memories.reduce((total, memory) => total + of(memory), 0);
  return { resident: sum(({ resident }) => resident), held: sum(({ held }) => held) };
}
