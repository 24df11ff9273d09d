import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { callClasses } from './call.ts';
import { type Happening, models, World } from './testing/world.ts';

const offer = fc.record({
  kind: fc.constant('offer' as const),
  model: fc.nat(2),
  workspace: fc.nat(5),
  class: fc.constantFrom(...callClasses),
  deadline: fc.option(fc.integer({ min: 1, max: 60_000 }), { nil: undefined, freq: 5 }),
});
const others: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom('begin', 'finish'), which: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('cancel', 'fail', 'refuse'), which: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('lose', 'find'), node: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.constant<Happening>({ kind: 'loads' }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('pass'), milliseconds: fc.nat(5_000) }) },
);
const happening = fc.oneof({ weight: 8, arbitrary: offer }, { weight: 12, arbitrary: others });
const happenings = fc.array(happening, { minLength: 20, maxLength: 200, size: 'max' });
const withoutFailures = happenings.map((all) => all.filter(({ kind }) => !['lose', 'fail'].includes(kind)));

describe('the scheduler, whatever happens', () => {
  test('gives no node more than its slots, loses no call, begins none twice, and ends with none waiting', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), happenings, (nodes, all) => {
        const world = new World(nodes);
        for (const happening of all) world.happen(happening);
        world.drain();
        for (const { inFlight, prefillTokens } of world.scheduler.nodes.values())
          assert.deepEqual([inFlight, prefillTokens], [0, 0]);
      }),
      { numRuns: 150 },
    );
  });

  test('leaves no slot free that is open for a call that waits', () => {
    fc.assert(
      fc.property(withoutFailures, (all) => {
        const world = new World(3);
        for (const happening of all) {
          world.happen(happening);
          for (const model of models) {
            const waits = [...world.waiting.values()].some((call) => call.model === model);
            const open = [...world.scheduler.nodes.values()].some(({ up, residents }) => {
              const resident = residents.get(model);
              return up && resident?.state === 'ready' && resident.inFlight < 2;
            });
            assert.ok(!(waits && open), `${model} waits while a slot is open for it`);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  test('decides the same when the same happens', () => {
    fc.assert(
      fc.property(happenings, (all) => {
        const [one, other] = [new World(3), new World(3)];
        for (const happening of all) for (const world of [one, other]) world.happen(happening);
        assert.deepEqual(one.log, other.log);
      }),
      { numRuns: 50 },
    );
  });
});

/** One node that has the model. */
function loaded(settings = {}): World {
  const world = new World(1, { slots: 1, ...settings });
  world.offer(0, 'interactive');
  world.decide();
  world.happen({ kind: 'loads' });
  return world;
}

/** Finishes what runs, one call after the other, until nothing waits; gives the calls in the order in which they began. */
function inTurn(world: World): readonly string[] {
  const before = world.order.length;
  for (let step = 0; world.running.size > 0 && step < 10_000; step++) {
    for (const id of world.running.keys()) world.finish(id);
    world.now += 100;
    world.decide();
  }
  return world.order.slice(before).map(({ workspace, class: name }) => `${workspace} ${name}`);
}

describe('the order of calls', () => {
  test('is that of their classes', () => {
    const world = loaded();
    for (const name of callClasses.toReversed()) world.offer(1, name);
    assert.deepEqual(inTurn(world), ['w1 interactive', 'w1 routing', 'w1 background']);
  });

  test('lets who has waited long enough go as one of the class above', () => {
    const world = loaded({ ageing: { routing: 1_000, background: 1_000 }, slack: Infinity });
    world.offer(1, 'background');
    world.now += 2_500;
    world.decide();
    world.now += 1_500;
    world.offer(2, 'routing');
    world.decide();
    world.offer(3, 'routing');
    assert.equal(inTurn(world)[0], 'w1 background');
  });

  test('is that of deadlines within a workspace', () => {
    const world = loaded();
    world.offer(1, 'interactive', 'a', 90_000);
    world.offer(1, 'interactive', 'a', 30_000);
    const later = world.order.length;
    inTurn(world);
    const [first, second] = world.order.slice(later).map(({ deadline }) => deadline);
    assert.ok((first ?? 0) < (second ?? 0), `${first} before ${second}`);
  });

  test('gives two workspaces that always wait the same, however many calls one of them has waiting', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 60 }), fc.integer({ min: 1, max: 4 }), (many, size) => {
        const world = loaded();
        for (let index = 0; index < many * 4; index++) world.offer(1, 'interactive', 'a', undefined, 100);
        for (let index = 0; index < many; index++) world.offer(2, 'interactive', 'a', undefined, 100 * size);
        const both = inTurn(world).slice(0, many);
        const served = (workspace: string, tokens: number) =>
          both.filter((call) => call.startsWith(workspace)).length * (tokens + 20 * 10);
        const difference = Math.abs(served('w1', 100) - served('w2', 100 * size));
        // What VTC promises: no more than what one call of each may cost, estimates of what they write included.
        assert.ok(difference <= 2 * (100 * size + 100 * 10) + 200, `${difference} virtual tokens apart`);
      }),
      { numRuns: 30 },
    );
  });

  test('gives a workspace with twice the weight twice as much', () => {
    const world = loaded({ weights: { w1: 2 } });
    for (let index = 0; index < 200; index++) for (const workspace of [1, 2]) world.offer(workspace, 'interactive');
    const first = inTurn(world).slice(0, 90);
    const ofHeavy = first.filter((call) => call.startsWith('w1')).length;
    assert.ok(ofHeavy >= 55 && ofHeavy <= 65, `${ofHeavy} of 90`);
  });

  test('lets no urgency take more than a share: who is far ahead lets others’ background calls go first', () => {
    const world = loaded({ slack: 5_000 });
    for (let index = 0; index < 100; index++) world.offer(1, 'interactive');
    world.offer(2, 'background');
    const place = inTurn(world).indexOf('w2 background');
    assert.ok(place > 0 && place < 30, `it was number ${place}`);
  });
});

describe('admission', () => {
  test('refuses, with when to come again, what would wait for longer than its class may', () => {
    const world = loaded({ longestWait: { interactive: 20_000, routing: 20_000, background: 20_000 } });
    let refused = 0;
    for (let index = 0; index < 50; index++) if (world.offer(1, 'interactive') === undefined) refused += 1;
    assert.ok(refused > 10 && refused < 50, `${refused} of 50`);
    const admission = world.scheduler.offer(
      { id: 999, model: 'a', workspace: 'w1', class: 'interactive', inputTokens: 1, prefix: [], arrived: world.now },
      world.now,
    );
    assert.ok(!admission.admitted && admission.retryAfter >= 1_000);
  });

  test('takes a call of a workspace that has none waiting, however many another has', () => {
    const world = loaded({ longestWait: { interactive: 60_000, routing: 60_000, background: 60_000 } });
    for (let index = 0; index < 200; index++) world.offer(1, 'interactive');
    assert.notEqual(world.offer(2, 'interactive'), undefined);
  });

  test('takes a call of any class of a workspace that is far behind, though more urgent ones keep coming', () => {
    for (const [slack, taken] of [
      [1_000, true],
      [Infinity, false],
    ] as const) {
      const world = loaded({ slack, longestWait: { interactive: 60_000, routing: 30_000, background: 30_000 } });
      world.offer(2, 'routing');
      for (let second = 0; second < 300; second++) {
        world.now += 1_000;
        for (const id of world.running.keys()) world.finish(id);
        for (let call = 0; call < 4; call++) world.offer(1, 'interactive');
        world.decide();
      }
      assert.equal(world.offer(2, 'routing') !== undefined, taken, `with a slack of ${slack}`);
    }
  });
});

describe('where models are', () => {
  test('follows what is asked for: a model that is nowhere and waited for is brought at once', () => {
    const world = new World(1);
    for (const model of ['a', 'b']) {
      world.offer(1, 'interactive', model);
      world.decide();
      world.happen({ kind: 'loads' });
    }
    for (const id of world.running.keys()) world.finish(id);
    world.now += 60_000;
    world.offer(1, 'interactive', 'c');
    world.drain();
    assert.equal(world.has.get('n0')?.has('c'), true);
  });

  test('has no model changed without need', () => {
    const world = new World(4);
    for (let step = 0; step < 400; step++) {
      world.offer(step % 3, 'interactive', step % 10 < 6 ? 'a' : step % 10 < 9 ? 'b' : 'c');
      world.happen({ kind: 'loads' });
      for (const id of world.running.keys()) if (step % 2 === 0) world.finish(id);
      world.happen({ kind: 'pass', milliseconds: 500 });
    }
    const loads = world.log.filter((line) => line.includes(' load '));
    assert.ok(loads.length <= 12, `${loads.length} loads for eight places`);
  });
});

describe('prefixes', () => {
  test('send a call where its session was, and never show one workspace what another has sent', () => {
    const world = new World(2, { slots: 2 });
    for (const node of world.nodes) world.has.get(node)?.add('a');
    for (const node of world.nodes) world.scheduler.observe(node, ['a'], 0);
    const call = (id: number, prefix: readonly string[]) => {
      const { admitted } = world.scheduler.offer(
        { id, model: 'a', workspace: 'w', class: 'interactive', inputTokens: 2_000, prefix, arrived: world.now },
        world.now,
      );
      assert.ok(admitted);
      const [decision] = world.scheduler.decide(world.now).filter(({ kind }) => kind === 'dispatch');
      assert.ok(decision?.kind === 'dispatch');
      world.scheduler.begun(id);
      world.scheduler.finished(
        id,
        { inputTokens: 2_000, prefillMilliseconds: 1_000, outputTokens: 10, decodeMilliseconds: 100 },
        world.now,
      );
      return decision.node;
    };
    const first = call(1, ['x', 'y', 'z']);
    const other = call(2, ['p', 'q', 'r']);
    for (let id = 3; id < 9; id++)
      assert.equal(call(id, id % 2 === 0 ? ['p', 'q', 'r', 's'] : ['x', 'y', 'z', 't']), id % 2 === 0 ? other : first);
  });
});
