import { setTimeout as delay } from 'node:timers/promises';
import type { Extent, Fault } from '../frame/fault.ts';
import { atLeast, atMost, exactly } from '../frame/figure.ts';
import type { Random } from '../frame/random.ts';
import { EventStream } from '../stage/event-stream.ts';
import { ServiceStage } from '../stage/service-stage.ts';

const streams = 1_000;
const users = 50;
/** Longer than the service lives. */
const forever = 600_000;
/** The default of `server.shutdownSeconds`, and one that a short test has the time for. */
const shutdownSeconds: Readonly<Record<Extent, number>> = { full: 25, small: 5 };

/** A service in the midst of 1,000 runs, of which a part ends soon and a part never does, is told to end. */
export const sigterm: Fault = {
  name: 'sigterm',
  title: 'SIGTERM with 1,000 open streams',
  async run(random, extent) {
    await using stage = await ServiceStage.open({
      users,
      server: { shutdownSeconds: shutdownSeconds[extent] },
      budget: { stepMilliseconds: forever },
      controlPlane: { readTimeoutMilliseconds: forever },
      plugins: [
        { use: '@hexaops/store-sql', config: { path: '{directory}/store.sqlite', sessionsPerSubject: 100_000 } },
      ],
    });
    const tokens = await Promise.all(Array.from({ length: users }, (_, index) => stage.token(`user-${index}`)));
    const open = await openStreams(stage, tokens, random);
    const underWay = open.filter(({ stream }) => stream.events.at(-1)?.type !== 'run-finished').length;
    const told = performance.now();
    stage.service.signal('SIGTERM');
    const unready = await untilNotReady(stage.service.url, told);
    const exit = await stage.service.exited;
    const ends = await Promise.all(open.map(({ stream }) => stream.end));
    stage.controlPlane.switches.reset();
    await stage.restart();
    const left = open.filter(({ stream }) => stream.events.at(-1)?.type !== 'run-finished');
    const lost = await resumeAll(stage, left);
    return [
      exactly('streams that were open', open.length, streams),
      atLeast('runs that were under way', underWay, streams / 2),
      atMost('ready = false within', unready, 1_000, 'ms'),
      atMost('exit within', exit.at - told, 30_000, 'ms'),
      exactly('exit code', Number(exit.how), 0),
      exactly('streams that broke instead of ending', ends.filter((end) => end !== 'ended').length, 0),
      atLeast('runs that were resumed elsewhere', left.length, streams / 4),
      exactly('runs that neither ended nor could be resumed', lost, 0),
    ];
  },
};

interface Open {
  readonly stream: EventStream;
  readonly token: string;
}

/** Half of the runs wait a few seconds for the control plane, half for ever. */
async function openStreams(stage: ServiceStage, tokens: readonly string[], random: Random): Promise<readonly Open[]> {
  const open: Open[] = [];
  for (const wait of [forever, random.between(3_000, 6_000)]) {
    stage.controlPlane.switches.slow(wait);
    const wave: Open[] = [];
    while (wave.length < streams / 2) {
      const token = random.pick(tokens);
      wave.push({ token, stream: new EventStream(`${stage.service.url}/v1/chat`, token, { message: 'list nodes' }) });
      // Not all at once: a backlog of connections is another matter.
      if (wave.length % 25 === 0) await delay(10);
    }
    await Promise.all(wave.map(({ stream }) => stream.until(3)));
    open.push(...wave);
  }
  return open.filter(({ stream }) => stream.events.length >= 3);
}

/** Milliseconds until a probe of its own connection is no longer told that it is ready. */
async function untilNotReady(url: string, since: number): Promise<number> {
  for (;;) {
    const answer = fetch(`${url}/readyz`, { headers: { connection: 'close' }, signal: AbortSignal.timeout(5_000) });
    const status = await answer.then(
      ({ status: code }) => code,
      () => undefined,
    );
    if (status !== 200) return performance.now() - since;
  }
}

/** How many of the runs that had not ended could not be brought to their end on another process. */
async function resumeAll(stage: ServiceStage, open: readonly Open[]): Promise<number> {
  let lost = 0;
  const queue = [...open];
  const worker = async () => {
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const { stream, token } = next;
      const resumed = new EventStream(`${stage.service.url}/v1/chat`, token, { run_id: stream.run, resume: true });
      const end = await resumed.end;
      const last = resumed.events.at(-1);
      if (end !== 'ended' || last?.type !== 'run-finished' || last.status !== 'completed') lost += 1;
    }
  };
  await Promise.all(Array.from({ length: 10 }, worker));
  return lost;
}
