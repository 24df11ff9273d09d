import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Random } from '../support/random.ts';
import { contestants, replicated } from './contestants.ts';
import type { Scenario } from './scenario.ts';
import { simulate } from './simulator/simulate.ts';
import { draw } from './workload/draw.ts';
import type { Recorded } from './workload/trace.ts';

/** As the scenario of the benchmark, in small. */
const scenario: Scenario = {
  name: 'test',
  load: { values: [0.8] },
  clusters: [{ name: 'small', nodes: 3 }],
  node: {
    prefillTokensPerSecond: 2310,
    decodeTokensPerSecondByBatch: [58.6, 105, 147, 177, 194, 200, 211, 216],
    parallelSlotsPerModel: 4,
    vramModels: 2,
    numCtx: 8192,
    modelStartSeconds: 1.5,
    modelLoadSeconds: 4.5,
    unloadSeconds: 1,
    maxQueue: 512,
  },
  models: { count: 3 },
  workspaces: { count: 10 },
  classes: { interactive: 0.6, routing: 0.25, background: 0.15 },
  seeds: 1,
  slo: { interactiveTtftSeconds: 2 },
  replicas: [1, 3],
};
const random = new Random(1);
const trace: readonly Recorded[] = Array.from({ length: 400 }, (_, index) => ({
  at: index + random.next(),
  input: 200 + random.below(2_000),
  output: 20 + random.below(300),
  blocks: [0, 1 + (index % 40), 100 + index],
}));
const all = [...contestants(scenario.node), replicated(scenario.node, 3)];

describe('a simulation', () => {
  for (const load of [0.8, 1.5]) {
    const calls = draw(trace, scenario, { seed: 1, load, nodes: 3, requests: 300 });

    for (const { name, kind, make } of all) {
      test(`of ${name} at ${load * 100} % serves or refuses each call, and is the same again`, () => {
        const run = simulate(calls, 3, scenario.node, make);
        for (const { request, first, done, refusedAt } of run.outcomes) {
          assert.ok((done === undefined) !== (refusedAt === undefined), `call ${request.id} is either done or refused`);
          if (done === undefined || first === undefined) continue;
          assert.ok(request.arrival + first <= done, 'it begins before it ends');
        }
        assert.deepEqual(simulate(calls, 3, scenario.node, make), run);
        if (kind === 'bound') assert.equal(run.swaps, 0);
      });
    }
  }

  test('brings the work to the load that was asked for', () => {
    for (const load of [0.5, 1.2]) {
      const calls = draw(trace, scenario, { seed: 3, load, nodes: 3, requests: 300 });
      const work = calls.reduce((sum, call) => sum + call.work, 0);
      const seconds = (calls.at(-1)?.arrival ?? 0) / 1000;
      assert.ok(Math.abs(work / (seconds * 3) - load) < 1e-6);
    }
  });

  test('gives half of the work to one workspace where it is asked to', () => {
    const calls = draw(trace, scenario, { seed: 2, load: 1, nodes: 3, requests: 400, oneOffersHalf: true });
    const share = calls.filter(({ workspace }) => workspace === 0).length / calls.length;
    assert.ok(share > 0.45, `${share}`);
  });
});
