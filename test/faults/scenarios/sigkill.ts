import { setTimeout as delay } from 'node:timers/promises';
import type { RunEvent } from '@hexaops/core';
import { eventsOf } from '@hexaops/core/testing';
import type { Extent, Fault } from '../frame/fault.ts';
import { atLeast, exactly } from '../frame/figure.ts';
import type { Random } from '../frame/random.ts';
import { EventStream } from '../stage/event-stream.ts';
import { ServiceStage } from '../stage/service-stage.ts';

/** How many of the places in a change are tried in one run. */
const places: Readonly<Record<Extent, number>> = { small: 5, full: 100 };
const mostAttempts = 10;

/**
 * A change is asked for, approved and carried out; the process is killed as soon as its n-th event is seen, or a moment
 * later; another one goes on. Every place between two events is a checkpoint.
 */
export const sigkill: Fault = {
  name: 'sigkill',
  title: 'SIGKILL at each checkpoint',
  async run(random, extent) {
    await using stage = await ServiceStage.open({
      plugins: [{ use: '@hexaops/store-sql', config: { path: '{directory}/store.sqlite' } }],
    });
    const undisturbed = await change(stage, random, 5, Infinity);
    const checkpoints = undisturbed.events.map(({ sequence }) => sequence);
    const tried = random.shuffled(checkpoints).slice(0, places[extent]);
    const all = { wrong: 0, unfinished: 0, untrue: 0, keys: 0 };
    for (const [index, at] of tried.entries()) {
      const { effects, events } = await change(stage, random, 6 + index, at);
      const keys = new Set(eventsOf(events, 'operation-intended').map(({ intent }) => intent.idempotencyKey));
      all.wrong += effects === 1 ? 0 : 1;
      all.keys += keys.size === 1 ? 0 : 1;
      all.unfinished += events.at(-1)?.type === 'run-finished' ? 0 : 1;
      all.untrue += eventsOf(events, 'operation-finished').at(-1)?.outcome === 'applied' ? 0 : 1;
    }
    return [
      exactly('changes with other than one effect', all.wrong, 0),
      exactly('changes with other than one idempotency key', all.keys, 0),
      exactly('changes that are not said to be made', all.untrue, 0),
      exactly('runs that did not come to their end', all.unfinished, 0),
      exactly('effects of the undisturbed change', undisturbed.effects, 1),
      atLeast('checkpoints tried', tried.length, Math.min(5, places[extent])),
    ];
  },
};

interface Change {
  readonly effects: number;
  /** Of the run, as they are stored in the end. */
  readonly events: readonly RunEvent[];
}

/** Scales to that number, with one kill at the event `killAt`, and all that a client does to bring its change about. */
async function change(stage: ServiceStage, random: Random, replicas: number, killAt: number): Promise<Change> {
  const { operations } = stage.controlPlane.state;
  const before = operations.length;
  const token = await stage.token();
  const url = () => `${stage.service.url}/v1/chat`;
  let body: object = { message: `scale storefront to ${replicas}` };
  let run: string | undefined;
  let events: readonly RunEvent[] = [];
  let isKilled = false;
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const stream = new EventStream(url(), token, body);
    if (!isKilled) isKilled = await killedAt(stage, stream, killAt - events.length, random);
    await stream.end;
    if (isKilled && (await hasEnded(stage))) await stage.restart();
    run ??= stream.run;
    if (run === undefined) continue;
    events = await stored(url(), token, run);
    const next = continuation(events, run);
    if (next === undefined) break;
    body = next;
  }
  return { effects: operations.length - before, events };
}

/** Kills the service when the stream has brought that many events, or a few milliseconds later. False where it ended before. */
async function killedAt(stage: ServiceStage, stream: EventStream, count: number, random: Random): Promise<boolean> {
  if (count === Infinity) return false;
  await stream.until(count);
  if (stream.events.length < count) return false;
  await delay(random.chance(0.5) ? 0 : random.between(1, 15));
  stage.service.signal('SIGKILL');
  await stage.service.exited;
  return true;
}

async function hasEnded({ service }: ServiceStage): Promise<boolean> {
  return Promise.race([service.exited.then(() => true), delay(0).then(() => false)]);
}

async function stored(url: string, token: string, run: string): Promise<readonly RunEvent[]> {
  const stream = new EventStream(`${url}?run=${run}&after=0`, token);
  await stream.end;
  return stream.events;
}

/** What a client sends next to bring its change about; undefined when the run has ended. */
function continuation(events: readonly RunEvent[], run: string): object | undefined {
  const last = events.at(-1);
  if (last === undefined || last.type === 'run-finished') return undefined;
  if (last.type !== 'approval-required') return { run_id: run, resume: true };
  const { id, hash } = last.approval;
  return { approval: { id, decision: 'approve', hash } };
}
