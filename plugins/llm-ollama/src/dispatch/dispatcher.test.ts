import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError, type ReplicaLeases } from '@hexaops/core';
import fc from 'fast-check';
import { NodeClient } from '../nodes/client.ts';
import { type Call, Scheduler } from '../schedule/index.ts';
import { Dispatcher, type Grant } from './dispatcher.ts';
import { Replicas } from './replicas.ts';

const slots = 4;
const node = 'http://127.0.0.1:1';
const going = new AbortController().signal;
const timing = { inputTokens: 100, prefillMilliseconds: 50, outputTokens: 20, decodeMilliseconds: 400 };
const settled = () => new Promise((resolve) => setImmediate(resolve));

let next = 0;
function call(more: Partial<Call> = {}): Call {
  return {
    id: next++,
    model: 'a',
    workspace: 'w',
    class: 'interactive',
    inputTokens: 100,
    prefix: [],
    arrived: 0,
    ...more,
  };
}

/** A replica that knows of one node, which has the model; nothing is sent anywhere. */
function replica(now: () => number, leases?: ReplicaLeases, count = 1): Dispatcher {
  const scheduler = new Scheduler({ slots, longestWait: { interactive: 1e9, routing: 1e9, background: 1e9 } });
  scheduler.observe(node, ['a'], 0);
  const dispatcher = new Dispatcher(scheduler, new Replicas(leases, count, 'ollama'), now);
  dispatcher.use(node, new NodeClient(node, 1_024));
  return dispatcher;
}

/** What replicas share, as Redis keeps it; while it is away nobody hears anybody, and it forgets what it knew. */
class Shared {
  away = false;
  readonly #told = new Map<number, { readonly at: number; readonly text: string }>();
  readonly #taken = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  forget(): void {
    this.#told.clear();
    this.#taken.clear();
  }

  leasesOf(index: number): ReplicaLeases {
    return {
      id: `${index}`,
      exchange: async (_group, text) => {
        if (this.away) return undefined;
        this.#told.set(index, { at: this.#now(), text });
        return [...this.#told].flatMap(([other, told]) =>
          other !== index && this.#now() - told.at <= 3_000 ? [told.text] : [],
        );
      },
      take: async (name, most) => {
        if (this.away) return 'unknown';
        const taken = this.#taken.get(name) ?? 0;
        if (taken >= most) return undefined;
        this.#taken.set(name, taken + 1);
        return () => void this.#taken.set(name, Math.max(0, (this.#taken.get(name) ?? 0) - 1));
      },
    };
  }
}

describe('replicas whose store goes away and comes back', () => {
  test('never have more calls at a node together than its slots, and leave none waiting', async () => {
    const step = fc.record({
      what: fc.constantFrom('ask', 'ask', 'ask', 'end', 'end', 'cancel', 'away', 'back', 'pass'),
      who: fc.nat(2),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 120, size: 'max' }), async (steps) => {
        let now = 0;
        const shared = new Shared(() => now);
        const all = [0, 1, 2].map((index) => replica(() => now, shared.leasesOf(index), 3));
        const held: Grant[] = [];
        const stops: AbortController[] = [];
        let asked = 0;
        let ended = 0;
        const look = async () => {
          for (let round = 0; round < 3; round++) {
            for (const each of all) {
              each.kick();
              await settled();
            }
          }
          assert.ok(held.length <= slots, `${held.length} calls at the node`);
        };
        const ask = (who: number) => {
          const stop = new AbortController();
          stops.push(stop);
          asked += 1;
          all[who]?.acquire(call(), stop.signal).then(
            (grant) => held.push(grant),
            () => (ended += 1),
          );
        };
        await look();
        for (const { what, who } of steps) {
          if (what === 'ask') ask(who);
          else if (what === 'cancel') stops[who]?.abort(new Error('nobody waits'));
          else if (what === 'away') {
            shared.away = true;
            // What is in flight beyond a replica's share runs on: a node may have more for as long.
            for (const grant of held.splice(0)) {
              grant.finished(timing);
              ended += 1;
            }
          } else if (what === 'back' && shared.away) {
            shared.away = false;
            shared.forget();
          } else if (what === 'pass') now += 1_000;
          else {
            const [grant] = held.splice(0, 1);
            if (grant === undefined) continue;
            grant.finished(timing);
            ended += 1;
          }
          await look();
        }
        for (let round = 0; ended < asked; round++) {
          assert.ok(round < 1_000, `${asked - ended} calls wait for ever`);
          for (const grant of held.splice(0)) {
            grant.finished(timing);
            ended += 1;
          }
          now += 1_000;
          await look();
        }
        for (const each of all) await each[Symbol.asyncDispose]();
      }),
      { numRuns: 40 },
    );
  });

  test('go on beside one that tells what nobody understands', async () => {
    const strange = ['no JSON', '{}', '{"replica":"x","state":{"nodes":{"n":{}},"urgencies":{},"demands":{}}}', 'null'];
    const leases: ReplicaLeases = {
      id: 'strange',
      exchange: () => Promise.resolve(strange),
      take: () => Promise.reject(new Error('broken')),
    };
    await using dispatcher = replica(() => 0, leases, 2);
    const grant = await dispatcher.acquire(call(), going);
    assert.equal(grant.node, node);
  });
});

describe('a call that is given a slot', () => {
  test('and has ended is not waited for again: whoever says then that it failed is told so', async () => {
    await using dispatcher = replica(() => 0);
    const grant = await dispatcher.acquire(call(), going);
    grant.finished(timing);
    await assert.rejects(grant.failed(), /without an answer/);
  });

  test('and fails while the service ends is not kept waiting', async () => {
    const dispatcher = replica(() => 0);
    const grant = await dispatcher.acquire(call(), going);
    await dispatcher[Symbol.asyncDispose]();
    await assert.rejects(grant.failed(), (error) => HexaopsError.is(error, 'shutting-down'));
  });
});

describe('a call for which there is no node', () => {
  test('fails at once, so that another model is asked, and says what to do', async () => {
    const scheduler = new Scheduler();
    await using dispatcher = new Dispatcher(scheduler, new Replicas(undefined, 1, 'ollama'), () => 0);
    const refused = async (model: string) => {
      const error = await dispatcher.acquire(call({ model }), going).then(
        () => assert.fail('it was taken'),
        (reason: unknown) => reason,
      );
      assert.ok(HexaopsError.is(error, 'model-unavailable'), String(error));
      return `${error.message}: ${error.nextStep}`;
    };
    assert.match(await refused('a'), /no Ollama node answers/);
    scheduler.observe(node, [], 0);
    scheduler.installed(node, ['a']);
    assert.match(await refused('b'), /has the model b: fetch it: hexaops models pull b/);
  });
});
