import type { Caller, RunEvent } from '@hexaops/core';
import { collect, eventsOf } from '@hexaops/core/testing';
import { atLeast, exactly } from '../frame/figure.ts';
import type { Fault } from '../frame/fault.ts';
import type { Random } from '../frame/random.ts';
import { VirtualClock } from '../frame/virtual-clock.ts';
import { type EngineStage, openEngineStage } from '../stage/engine-stage.ts';

const noon = Date.UTC(2026, 0, 15, 12);
const runs = 4;
const mostResumptions = 30;

/** The token is old when it comes, and each call takes its time, so that it ends somewhere in the run; the client comes back with a fresh one. */
export const tokenExpired: Fault = {
  name: 'token-expired',
  title: 'token expired mid-run',
  async run(random) {
    const undisturbed = await story(random, 0);
    const all = { suspensions: 0, untyped: 0, lost: 0, twice: 0, unfinished: 0, wrongEffects: 0 };
    for (let run = 0; run < runs; run++) {
      const disturbed = await story(random, random.between(80, 300));
      all.suspensions += disturbed.suspensions;
      all.untyped += disturbed.untyped;
      all.unfinished += disturbed.finished ? 0 : 1;
      all.wrongEffects += disturbed.effects === 1 ? 0 : 1;
      all.twice += disturbed.known.length - new Set(disturbed.known).size;
      const known = new Set(disturbed.known);
      all.lost += undisturbed.known.filter((what) => !known.has(what)).length;
    }
    return [
      exactly('suspensions with other than one typed event, the last', all.untyped, 0),
      exactly('steps, findings and outcomes lost', all.lost, 0),
      exactly('steps, findings and outcomes twice', all.twice, 0),
      exactly('runs that did not come to their end', all.unfinished, 0),
      exactly('runs with other than one effect', all.wrongEffects, 0),
      atLeast('suspensions', all.suspensions, 3),
    ];
  },
};

interface Story {
  readonly suspensions: number;
  readonly untyped: number;
  readonly finished: boolean;
  readonly effects: number;
  /** What has been learned and done, each once. */
  readonly known: readonly string[];
}

/** What is wrong is asked; the change that is proposed is approved. */
async function story(random: Random, slowest: number): Promise<Story> {
  const clock = new VirtualClock(noon);
  const beforeCall = () => clock.advance(random.between(0, slowest));
  await using stage = await openEngineStage(clock, { beforeCall });
  const caller = async () => {
    const fresh = await stage.caller();
    if (slowest > 0) clock.advance(random.chance(0.7) ? random.between(8_500, 9_900) : random.between(0, 2_000));
    return fresh;
  };
  const attempts = [await collect(stage.engine.ask(await caller(), { message: 'what is wrong?' }))];
  for (;;) {
    const next = await continuation(stage, caller, attempts.at(-1)?.at(-1));
    if (next === undefined || attempts.length > mostResumptions) break;
    attempts.push(next);
  }
  const events = attempts.flat();
  const suspended = attempts.filter((attempt) => eventsOf(attempt, 'reauthentication-required').length > 0);
  return {
    suspensions: suspended.length,
    untyped: suspended.filter((attempt) => !isOneAtTheEnd(attempt)).length,
    finished: eventsOf(events, 'run-finished').some(({ status }) => status === 'completed'),
    effects: stage.controlPlane.state.operations.length,
    known: knownOf(events),
  };
}

/** What the client does next; undefined where there is nothing to be done. */
async function continuation(
  { engine }: EngineStage,
  caller: () => Promise<Caller>,
  last: RunEvent | undefined,
): Promise<readonly RunEvent[] | undefined> {
  if (last === undefined || last.type === 'run-finished') return undefined;
  if (last.type === 'approval-required') {
    const { id, hash } = last.approval;
    return collect(engine.decide(await caller(), { id, hash, decision: 'approve' }));
  }
  return collect(engine.resume(await caller(), last.run, { kind: 'reauthenticated' }));
}

function isOneAtTheEnd(attempt: readonly RunEvent[]): boolean {
  const [only, ...more] = eventsOf(attempt, 'reauthentication-required');
  return more.length === 0 && only?.reason === 'token-expired' && attempt.at(-1) === only;
}

function knownOf(events: readonly RunEvent[]): readonly string[] {
  return events.flatMap((event) => {
    if (event.type === 'step-finished') return `step ${event.step} ${event.status}`;
    if (event.type === 'operation-finished') return `operation ${event.outcome}`;
    if (event.type !== 'finding') return [];
    const { cause, object } = event.finding;
    return `finding ${cause} ${JSON.stringify(object)}`;
  });
}
