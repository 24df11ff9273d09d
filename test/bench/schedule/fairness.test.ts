import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { jainIndex, maxMinFair, sharesServed } from './fairness.ts';
import type { Outcome } from './simulator/simulate.ts';
import type { Request } from './workload/draw.ts';

function outcome(workspace: number, work: number, done?: number): Outcome {
  const request: Request = {
    id: 0,
    arrival: 100,
    model: 0,
    workspace,
    session: 0,
    class: 'interactive',
    rank: 0,
    input: 1,
    output: 1,
    blocks: [],
    work,
  };
  return { request, first: undefined, done, refusedAt: undefined, cached: 0 };
}

describe('the measure of fairness', () => {
  test('gives who asks for little all of it, and the others the same of what is left', () => {
    const asked = new Map([
      [1, 1],
      [2, 8],
      [3, 20],
    ]);
    assert.deepEqual(
      [...maxMinFair(asked, 11)],
      [
        [1, 1],
        [2, 5],
        [3, 5],
      ],
    );
  });

  test('is one for shares that are due, and less where one workspace takes from the others', () => {
    const fair = [outcome(1, 1, 100), outcome(2, 5, 100), outcome(2, 3), outcome(3, 5, 100), outcome(3, 15)];
    assert.deepEqual(sharesServed(fair), [1, 1, 1]);
    const unfair = [outcome(1, 1), outcome(2, 8), outcome(3, 11, 100), outcome(3, 9)];
    assert.ok(jainIndex(sharesServed(unfair)) < 0.4);
  });

  test('counts what nobody was served as no fairness at all', () => {
    assert.equal(jainIndex(sharesServed([outcome(1, 5), outcome(2, 5)])), 0);
  });
});
