import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Call, type CallClass, type Decision, type ReplicaState, Scheduler } from './index.ts';

const call = (id: number, name: CallClass, arrived = 0): Call => {
  return { id, model: 'a', workspace: `w${id}`, class: name, inputTokens: 100, prefix: [], arrived };
};

function replicas(count: number): readonly Scheduler[] {
  const all = Array.from({ length: count }, () => new Scheduler({ slots: 2 }));
  for (const [index, replica] of all.entries()) {
    replica.leads = index === 0;
    replica.observe('n', ['a'], 0);
  }
  return all;
}

/** The others are heard before each decision and told after it. */
function decide(all: readonly Scheduler[], index: number, now: number): readonly Decision[] {
  const replica = all[index];
  assert.ok(replica !== undefined);
  const told: ReplicaState[] = all
    .filter((other) => other !== replica)
    .map((other) => JSON.parse(JSON.stringify(other.tell(now))));
  replica.hear(told);
  return replica.decide(now).filter(({ kind }) => kind === 'dispatch');
}

describe('replicas that hear each other', () => {
  test('have no more calls at a node together than it has slots', () => {
    const all = replicas(3);
    let dispatched = 0;
    for (const [index, replica] of all.entries()) {
      for (let id = 0; id < 3; id++) replica.offer(call(index * 10 + id, 'interactive'), 0);
      dispatched += decide(all, index, 0).length;
    }
    assert.equal(dispatched, 2);
  });

  test('leave a slot to the one that has the most urgent call', () => {
    const all = replicas(2);
    const [first, second] = all;
    for (const id of [1, 2]) first?.offer(call(id, 'background'), 0);
    assert.equal(decide(all, 0, 0).length, 2);
    first?.offer(call(3, 'background'), 1);
    second?.offer(call(11, 'interactive', 5), 5);
    first?.cancel(1, 10);
    assert.equal(decide(all, 0, 10).length, 0, 'the background call lets the other replica’s go first');
    assert.equal(decide(all, 1, 10).length, 1);
  });

  test('send nothing to a model that one of them is taking away', () => {
    const all = replicas(2);
    const told = all[0]?.tell(0);
    assert.ok(told !== undefined);
    all[1]?.hear([{ ...told, nodes: { n: { prefillTokens: 0, inFlight: {}, leaving: ['a'] } } }]);
    all[1]?.offer(call(1, 'interactive'), 0);
    assert.deepEqual(all[1]?.decide(0), []);
  });
});
