import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { HexaopsError, type Release, type SharedLimits } from '@hexaops/core';
import { Admission } from './admission.ts';
import type { AdmissionLimits } from './limits.ts';

const limits: AdmissionLimits = {
  subjectRequestsPerMinute: 3,
  workspaceRequestsPerMinute: 7,
  subjectRunsPerMinute: 4,
  subjectRuns: 2,
  workspaceRuns: 5,
  workspaceRunsPerSecond: 0,
  refusalMilliseconds: 0,
  subjectStreams: 2,
  streams: 1_000,
  alertRequestsPerMinute: 3,
  failedAuthenticationsPerMinute: 3,
  eventLoopMilliseconds: 0,
};

const kinds = ['request', 'start', 'run', 'stream', 'leave', 'failure', 'source'] as const;
type Step = { readonly kind: (typeof kinds)[number]; readonly subject: string; readonly pause: number };

const steps = (subjects: readonly string[]) =>
  fc.array(
    fc.record({
      kind: fc.constantFrom(...kinds),
      subject: fc.constantFrom(...subjects),
      pause: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(20_000)),
    }),
    { maxLength: 60 },
  );

/** What somebody does, one after the other, and what comes of it: `went` or the limit that refused it. */
class Person {
  readonly outcomes: string[] = [];
  readonly #admission: Admission;
  readonly #workspace: string;
  readonly #held: Release[] = [];

  constructor(admission: Admission, workspace: string) {
    this.#admission = admission;
    this.#workspace = workspace;
  }

  async do({ kind, subject }: Step): Promise<void> {
    const owner = { subject, workspace: this.#workspace };
    const admission = this.#admission;
    const source = `${this.#workspace}'s address`;
    try {
      if (kind === 'request') await admission.countRequest(owner);
      else if (kind === 'start') await admission.countStart(owner);
      else if (kind === 'run') this.#held.push(await admission.enterRun(owner));
      else if (kind === 'stream') this.#held.push(await admission.enterStream(owner));
      else if (kind === 'failure') await admission.countFailure(source);
      else if (kind === 'source') await admission.checkSource(source);
      else this.#held.shift()?.();
      this.outcomes.push('went');
    } catch (error) {
      assert.ok(HexaopsError.is(error, 'rate-limited'), String(error));
      this.outcomes.push(String(error.details?.['limit']));
    }
  }
}

describe('admission', () => {
  test('of one workspace is the same whatever those of another one do', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: 0 });
    const load = { overloaded: false };
    await fc.assert(
      fc.asyncProperty(
        steps(['alice', 'bob']),
        steps(['mallory', 'm1', 'm2']),
        fc.array(fc.boolean(), { maxLength: 120 }),
        async (own, theirs, turns) => {
          const alone = new Person(new Admission(limits, load), 'w1');
          for (const step of own) {
            t.mock.timers.setTime(Date.now() + step.pause);
            await alone.do(step);
          }
          t.mock.timers.setTime(Date.now() + 120_000);
          const shared = new Admission(limits, load);
          const [person, attackers] = [new Person(shared, 'w1'), new Person(shared, 'w2')];
          const [mine, hostile, order] = [[...own], [...theirs], [...turns]];
          for (let step = mine.shift(); step !== undefined; step = mine.shift()) {
            t.mock.timers.setTime(Date.now() + step.pause);
            while (order.shift() === true) {
              const attack = hostile.shift();
              if (attack !== undefined) await attackers.do(attack);
            }
            await person.do(step);
          }
          assert.deepEqual(person.outcomes, alone.outcomes);
          t.mock.timers.setTime(Date.now() + 120_000);
        },
      ),
    );
  });

  test('refuses a person before the workspace is charged', async () => {
    const admission = new Admission(limits, { overloaded: false });
    const of = (subject: string) => admission.countRequest({ subject, workspace: 'w1' });
    for (let count = 0; count < 3; count++) await of('mallory');
    for (let count = 0; count < 50; count++) await assert.rejects(of('mallory'), refusedBy('subjectRequestsPerMinute'));
    for (let count = 0; count < 3; count++) await of('alice');
    await of('bob');
    await assert.rejects(of('bob'), refusedBy('workspaceRequestsPerMinute'));
  });

  test('leaves no place taken where it refuses one', async () => {
    const admission = new Admission({ ...limits, workspaceRuns: 1, streams: 1 }, { overloaded: false });
    const alice = { subject: 'alice', workspace: 'w1' };
    const bob = { subject: 'bob', workspace: 'w1' };
    for (const enter of [() => admission.enterRun(bob), () => admission.enterStream(bob)]) {
      const [run, stream] = [await admission.enterRun(alice), await admission.enterStream(alice)];
      for (let count = 0; count < 5; count++) await assert.rejects(enter, HexaopsError);
      run();
      stream();
      (await enter())();
    }
  });

  test('says how long to wait', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: 0 });
    const admission = new Admission({ ...limits, subjectRunsPerMinute: 1 }, { overloaded: false });
    const alice = { subject: 'alice', workspace: 'w1' };
    await admission.countStart(alice);
    t.mock.timers.setTime(12_500);
    await assert.rejects(admission.countStart(alice), (error: unknown) => {
      assert.ok(HexaopsError.is(error, 'rate-limited'));
      assert.deepEqual(error.details, { limit: 'subjectRunsPerMinute', allowed: 1, retryAfterSeconds: 48 });
      assert.equal(error.nextStep, 'send it again in 48 s');
      return true;
    });
  });

  test('asks those who count for several processes, but not before somebody is known, nor for what one process can hold', async () => {
    const asked: string[] = [];
    const shared: SharedLimits = {
      id: 'recorded',
      rateLimit: (name, most, fallback) => {
        asked.push(`${name} ${most}`);
        return fallback;
      },
      places: (name, most, fallback) => {
        asked.push(`${name} ${most}`);
        return fallback;
      },
    };
    const admission = new Admission({ ...limits, subjectRunsPerMinute: 0 }, { overloaded: false }, shared);
    assert.deepEqual(asked, [
      'subjectRequestsPerMinute 3',
      'workspaceRequestsPerMinute 7',
      'alertRequestsPerMinute 3',
      'subjectRuns 2',
      'workspaceRuns 5',
      'subjectStreams 2',
    ]);
    const alice = { subject: 'alice', workspace: 'w1' };
    for (let count = 0; count < 3; count++) await admission.countRequest(alice);
    await assert.rejects(admission.countRequest(alice), refusedBy('subjectRequestsPerMinute'));
  });
});

const refusedBy = (limit: keyof AdmissionLimits) => (error: unknown) => {
  assert.ok(HexaopsError.is(error, 'rate-limited'));
  assert.equal(error.details?.['limit'], limit);
  return true;
};
