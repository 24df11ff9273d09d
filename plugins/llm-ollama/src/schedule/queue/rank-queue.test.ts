import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Fairness } from '../fairness.ts';
import { RankQueue } from './rank-queue.ts';
import type { Waiting } from './waiting.ts';

function waiting(id: number, workspace = 'w'): Waiting {
  const call = { id, model: 'a', workspace, class: 'interactive', inputTokens: 1, prefix: [], arrived: id } as const;
  return { call, rank: 0, since: id, here: true };
}

function leave(queue: RankQueue, call: Waiting): void {
  call.here = false;
  queue.leave(call);
}

describe('the calls of one class', () => {
  test('are never kept for long once they have left, also where the class is never empty', () => {
    const queue = new RankQueue(0, new Fairness({}, 10));
    queue.add(waiting(0));
    for (let id = 1; id < 100_000; id++) {
      const call = waiting(id);
      queue.add(call);
      leave(queue, call);
    }
    assert.equal(queue.size, 1);
    assert.ok(queue.kept < 200, `${queue.kept} are kept`);
    assert.equal(queue.first()?.call.id, 0);
    assert.equal(queue.oldest()?.call.id, 0);
  });

  test('of a workspace that comes back level stand where that is, and not behind what it once had', () => {
    const fairness = new Fairness({}, 10);
    const queue = new RankQueue(0, fairness);
    const add = (id: number, workspace: string) => {
      const call = waiting(id, workspace);
      fairness.wait(workspace);
      queue.add(call);
      return call;
    };
    const greedy = add(1, 'greedy');
    add(2, 'steady');
    fairness.charge('greedy', 100_000);
    fairness.charge('steady', 5_000);
    assert.equal(queue.first()?.call.workspace, 'steady');
    leave(queue, greedy);
    fairness.leave('greedy');
    for (const minutes of [10, 20]) fairness.forget(minutes * 60_000);
    add(3, 'greedy');
    fairness.charge('steady', 5_000);
    assert.ok(fairness.served('greedy') < fairness.served('steady'));
    assert.equal(queue.first()?.call.workspace, 'greedy');
    fairness.charge('greedy', 200_000);
    assert.equal(queue.first()?.call.workspace, 'steady');
  });

  test('count for their workspace only while they wait', () => {
    const queue = new RankQueue(0, new Fairness({}, 10));
    const calls = [1, 2, 3].map((id) => waiting(id));
    for (const call of calls) queue.add(call);
    for (const call of calls.slice(1)) leave(queue, call);
    assert.equal(queue.waitingOf('w'), 1);
  });
});

describe('fairness', () => {
  test('forgets workspaces that have asked for nothing for long', () => {
    const fairness = new Fairness({}, 10);
    for (let index = 0; index < 1_000; index++) {
      fairness.wait(`w${index}`);
      fairness.leave(`w${index}`);
      fairness.charge(`w${index}`, 100);
    }
    fairness.wait('waits');
    for (const minutes of [10, 20, 30]) fairness.forget(minutes * 60_000);
    assert.equal(fairness.known, 1);
  });
});
