import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Call, Scheduler } from './index.ts';

const timing = { inputTokens: 100, prefillMilliseconds: 50, outputTokens: 20, decodeMilliseconds: 400 };

function call(id: number, model = 'a', more: Partial<Call> = {}): Call {
  return { id, model, workspace: `w${id}`, class: 'interactive', inputTokens: 100, prefix: [], arrived: 0, ...more };
}

function dispatched(scheduler: Scheduler, now: number): readonly string[] {
  return scheduler.decide(now).flatMap((each) => (each.kind === 'dispatch' ? [`${each.call.id} ${each.node}`] : []));
}

describe('a node that has failed', () => {
  test('gets nothing for a while, then one call at a time until one has ended well', () => {
    const scheduler = new Scheduler({ slots: 4, modelsPerNode: 2 });
    scheduler.observe('n', ['a', 'b'], 0);
    scheduler.distrust('n', undefined, 10_000);
    for (let id = 0; id < 4; id++) scheduler.offer(call(id, id % 2 === 0 ? 'a' : 'b'), 0);
    assert.deepEqual(dispatched(scheduler, 9_999), []);
    assert.equal(scheduler.nextTime(9_999), 10_000);
    assert.deepEqual(dispatched(scheduler, 10_000), ['0 n']);
    scheduler.finished(0, timing, 10_100);
    assert.equal(dispatched(scheduler, 10_100).length, 1, 'nobody has said that it is mended');
    scheduler.trust('n', undefined);
    assert.equal(dispatched(scheduler, 10_200).length, 2);
  });

  test('for one model is used for the others as before', () => {
    const scheduler = new Scheduler({ slots: 4, modelsPerNode: 2 });
    scheduler.observe('n', ['a', 'b'], 0);
    scheduler.distrust('n', 'a', 10_000);
    for (let id = 0; id < 6; id++) scheduler.offer(call(id, id % 2 === 0 ? 'a' : 'b'), 0);
    assert.equal(dispatched(scheduler, 0).length, 3);
    assert.deepEqual(dispatched(scheduler, 10_000), ['0 n']);
  });
});

describe('nodes that come and go', () => {
  test('are forgotten when their last call has ended', () => {
    const scheduler = new Scheduler();
    scheduler.observe('n', ['a'], 0);
    scheduler.offer(call(1), 0);
    assert.deepEqual(dispatched(scheduler, 0), ['1 n']);
    scheduler.forget('n');
    assert.equal(scheduler.nodes.size, 1);
    scheduler.cancel(1, 100);
    assert.equal(scheduler.nodes.size, 0);
  });
});

describe('what a node says of its models', () => {
  test('is older than what was loaded or taken away since it was asked', () => {
    const scheduler = new Scheduler({ modelsPerNode: 1 });
    scheduler.observe('n', [], 0);
    scheduler.offer(call(1), 0);
    assert.deepEqual(scheduler.decide(0), [{ kind: 'load', node: 'n', model: 'a' }]);
    scheduler.loaded('n', 'a', 5_000);
    scheduler.observe('n', [], 5_100, 4_900);
    assert.deepEqual(dispatched(scheduler, 5_100), ['1 n']);
    scheduler.finished(1, timing, 6_000);
    scheduler.gone('n', 'a', 7_000);
    scheduler.observe('n', ['a'], 7_100, 6_900);
    assert.equal(scheduler.nodes.get('n')?.residents.size, 0);
    scheduler.observe('n', ['a'], 9_100, 9_000);
    assert.equal(scheduler.nodes.get('n')?.residents.size, 1);
  });
});

describe('a model that a node has not got on its disk', () => {
  test('is not loaded there, and no other makes room for it', () => {
    const scheduler = new Scheduler({ modelsPerNode: 1 });
    for (const node of ['n1', 'n2']) {
      scheduler.observe(node, ['a'], 0);
      scheduler.installed(node, node === 'n2' ? ['a', 'b'] : ['a']);
    }
    assert.deepEqual(scheduler.nodesFor('b'), { up: 2, having: 1 });
    assert.deepEqual(scheduler.nodesFor('c'), { up: 2, having: 0 });
    scheduler.offer(call(1, 'b'), 60_000);
    scheduler.offer(call(2, 'c'), 60_000);
    assert.deepEqual(scheduler.decide(60_000), [{ kind: 'unload', node: 'n2', model: 'a' }]);
    scheduler.installed('n1', ['a', 'c']);
    assert.deepEqual(scheduler.decide(61_000), [{ kind: 'unload', node: 'n1', model: 'a' }]);
  });
});

describe('when to come again', () => {
  function busy(): Scheduler {
    const scheduler = new Scheduler({ slots: 1 });
    scheduler.observe('n', ['a'], 0);
    for (let id = 0; id < 5; id++) scheduler.offer(call(id), 0);
    scheduler.decide(0);
    return scheduler;
  }

  test('is as much later as a call’s deadline is too near', () => {
    const scheduler = busy();
    const wait = scheduler.predictedWait(call(9), 0);
    const refused = scheduler.offer(call(9, 'a', { deadline: 5_000 }), 0);
    assert.ok(!refused.admitted && refused.retryAfter === wait - 5_000, JSON.stringify({ refused, wait }));
  });

  test('counts no call that was cancelled', () => {
    const scheduler = busy();
    const wait = scheduler.predictedWait({ model: 'a', workspace: 'w1', class: 'interactive' }, 0);
    for (let id = 100; id < 110; id++) {
      scheduler.offer(call(id, 'a', { workspace: 'w1' }), 0);
      scheduler.cancel(id, 0);
    }
    assert.equal(scheduler.predictedWait({ model: 'a', workspace: 'w1', class: 'interactive' }, 0), wait);
  });
});
