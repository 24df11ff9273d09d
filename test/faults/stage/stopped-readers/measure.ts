import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { workspaceOf } from '../../../bench/http/population.ts';
import type { Memory } from '../../../bench/http/processes/memory.ts';
import { Program } from '../../../bench/http/processes/program.ts';
import type { Extent } from '../../frame/fault.ts';
import { atMost, exactly, type Figure } from '../../frame/figure.ts';
import { percentile } from '../../frame/percentile.ts';
import type { Random } from '../../frame/random.ts';
import { EventStream } from '../event-stream.ts';
import { Reader } from './reader.ts';

const streams: Readonly<Record<Extent, number>> = { small: 2_000, full: 10_000 };
/** Each has a run, which all of that person's streams follow: what a run itself keeps is small beside its readers. */
const persons = 5;
/** Of one person, a fifth of all, each step brings 32 KiB; of the others a few words. */
const floods = 0;
/** More than the kernel's sockets take of what is sent to somebody who does not read. */
const steps = 16;
const stepsBefore = 4;
const limits = {
  subjectRequestsPerMinute: 0,
  workspaceRequestsPerMinute: 0,
  subjectRunsPerMinute: 0,
  subjectRuns: 0,
  workspaceRuns: 0,
  workspaceRunsPerSecond: 0,
  subjectStreams: 0,
  streams: 0,
  failedAuthenticationsPerMinute: 0,
  eventLoopMilliseconds: 0,
  // Nobody is ended for reading too slowly while it is measured what that costs.
  stallMilliseconds: 600_000,
};

/** Readers of long runs, of which the fifth that is sent most stops reading without going away. */
export async function measureStoppedReaders(random: Random, extent: Extent): Promise<readonly Figure[]> {
  await using scene = await open();
  const readers = await scene.attach(streams[extent]);
  const stopped = random.shuffled(readers.filter((_, index) => index % persons === floods));
  const reading = readers.filter((_, index) => index % persons !== floods);
  await scene.work(readers, 0, stepsBefore);
  const before = await scene.memory();
  const undisturbed = await scene.work(reading, stepsBefore, stepsBefore);
  await Promise.all(readers.map((reader) => reader.until(2 * stepsBefore)));
  const grown = (await scene.memory()) - before;

  for (const reader of stopped) reader.pause();
  const start = await scene.memory();
  const disturbed = await scene.work(reading, 2 * stepsBefore, steps);
  const held = (await scene.memory()) - start - (grown / stepsBefore) * steps;

  const all = 2 * stepsBefore + steps;
  for (const reader of stopped) reader.resume();
  await Promise.race([
    Promise.all(stopped.map((reader) => reader.until(all))),
    delay(60_000, undefined, { ref: false }),
  ]);
  const lacking = readers.filter(({ seen }) => seen.length !== all).length;
  const slower = percentile(disturbed, 0.99) / percentile(undisturbed, 0.99);
  return [
    exactly('streams that were open', readers.length, streams[extent]),
    atMost('memory of the service for each that stopped', held / stopped.length / 1024, 64, 'KiB'),
    atMost('p99 of an event to the others, times what it was', slower, 2, 'times'),
    exactly('readers that lack an event, those that read on included', lacking, 0),
  ];
}

interface Scene extends AsyncDisposable {
  attach(count: number): Promise<readonly Reader[]>;
  /** Lets each run take so many steps; the times until a reader has seen the end of one, in milliseconds. */
  work(readers: readonly Reader[], done: number, count: number): Promise<readonly number[]>;
  /** Bytes that the service's program holds. */
  memory(): Promise<number>;
}

async function open(): Promise<Scene> {
  await using cleanUp = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'hexaops-streams-'));
  cleanUp.defer(() => rm(directory, { recursive: true, force: true }));
  const controlPlane = cleanUp.use(await Program.start('control-plane', { argument: { persons } }));
  const argument = { controlPlane: await controlPlane.ask('url'), directory, workspaces: [workspaceOf(0)], limits };
  const service = cleanUp.use(await Program.start(new URL('service.ts', import.meta.url), { argument }));
  const url = await service.ask<string>('url');
  const tokens = await controlPlane.ask<string[]>('tokens', { count: persons, from: 0, lifetimeSeconds: 3_600 });
  const runs = tokens.map((token, index) => {
    const message = index === floods ? 'hold and flood' : 'hold and tick';
    return new EventStream(`${url}/v1/chat`, token, { message });
  });
  const readers: Reader[] = [];
  cleanUp.defer(() => {
    for (const each of [...runs, ...readers]) each.close();
  });
  await Promise.all(runs.map((run) => run.until(1)));
  const untilHeld = async () => {
    while ((await service.ask<number>('held')) < persons) await delay(5);
  };
  const kept = cleanUp.move();
  return {
    async attach(count) {
      await untilHeld();
      // Not all at once: a backlog of connections is another matter.
      for (let index = 0; index < count; index++) {
        const { run } = runs[index % persons] ?? {};
        readers.push(new Reader(url, run ?? '', tokens[index % persons] ?? ''));
        if (index % 100 === 99) await delay(30);
      }
      return readers;
    },
    async work(some, done, count) {
      const times: number[] = [];
      for (let step = done; step < done + count; step++) {
        await untilHeld();
        const released = performance.now();
        await service.ask('release');
        await Promise.all(some.map((reader) => reader.until(step + 1)));
        times.push(...some.flatMap(({ seen }) => (seen[step] ?? Infinity) - released));
      }
      return times;
    },
    memory: async () => (await service.ask<Memory>('memory')).held,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
