import { setTimeout as sleep } from 'node:timers/promises';
import type { RunEvent } from '@hexaops/core';
import { loadConfig, serve } from '@hexaops/runtime';
import { createSqlStore } from '@hexaops/store-sql';
import type { Hit } from '../instrument/hits.ts';
import { type Asked, Client } from '../scene/client.ts';
import type { Scene, Stage } from '../scene/scene.ts';
import { ServiceProcess } from '../service/service-process.ts';
import { type Phase, phaseOf, type Verdict, verdictOf } from './verdict.ts';

export interface KillResult extends Verdict {
  /** The kills, one a process, in their order; the last is the one that the case is about. */
  readonly kills: readonly Hit[];
  /** How many of them really happened. */
  readonly happened: number;
  /** What the last kill left. */
  readonly phase: Phase;
}

/** How long the target may take to be reached when its client has been answered. Milliseconds. */
const lateAtMost = 5_000;
const roundsAtMost = 8;

/**
 * A change is asked for and approved; each process that works on it is killed at its hit and replaced by the next; the last
 * one is left alone. Then everything is counted.
 */
export async function killCase(scene: Scene, kills: readonly Hit[]): Promise<KillResult> {
  const stage = await scene.stage();
  const { asked, happened } = await killOneAfterTheOther(scene, stage, kills);
  return { kills, happened, ...(await finish(stage, asked)) };
}

/** The hits of a process that works on a change to its end, after those that were killed before it. */
export async function recordHits(scene: Scene, kills: readonly Hit[]): Promise<readonly Hit[]> {
  const stage = await scene.stage();
  const killed = kills.length === 0 ? undefined : (await killOneAfterTheOther(scene, stage, kills)).asked;
  await using service = await startInstrumented(scene, stage);
  const client = new Client(service.url, stage);
  const asked = killed ?? (await client.ask());
  const step = await client.next(asked);
  if (step === undefined) throw new Error('There is nothing left to record.');
  await service.arm(undefined);
  await client.take(step, asked);
  const hits = await service.hits();
  if ((await client.next(asked)) !== undefined) throw new Error('The run has not ended.');
  return hits;
}

async function killOneAfterTheOther(scene: Scene, stage: Stage, kills: readonly Hit[]) {
  let asked: Asked | undefined;
  let happened = 0;
  for (const kill of kills) {
    await using service = await startInstrumented(scene, stage);
    const client = new Client(service.url, stage);
    asked ??= await client.ask();
    const step = await client.next(asked);
    if (step === undefined) break;
    await service.arm(kill);
    // Its connection breaks where the process dies before the end of the answer.
    await client.take(step, asked).catch(() => undefined);
    await Promise.race([service.ended, sleep(lateAtMost, undefined, { ref: false })]);
    if (!service.running && (await service.ended) === 'SIGKILL') happened += 1;
  }
  if (asked === undefined) throw new Error('A case has at least one kill.');
  return { asked, happened };
}

function startInstrumented(scene: Scene, { file }: Stage): Promise<ServiceProcess> {
  return ServiceProcess.start({ file, instrumented: scene.instrumented });
}

/**
 * The service started again, on what the dead process has left. It runs in this process: it has nothing of the other's but
 * the store, as any new process, and starts faster.
 */
async function finish(stage: Stage, asked: Asked): Promise<Omit<KillResult, 'kills' | 'happened'>> {
  await using service = await serve(await loadConfig({ file: stage.file }));
  const client = new Client(service.url, stage);
  const phase = phaseOf(await client.events(asked), stage.effects());
  for (let round = 0; round < roundsAtMost; round++) {
    const step = await client.next(asked);
    if (step === undefined) break;
    await client.take(step, asked);
  }
  const events: readonly RunEvent[] = await client.events(asked);
  await using store = createSqlStore(stage.place, { environment: {} });
  return { phase, ...(await verdictOf(stage, store, asked, events)) };
}
