import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { test } from 'node:test';
import { casesAtMost, killEverywhere } from './cases/kill-everywhere.ts';
import { failuresOf, reportOf } from './report.ts';
import { Scene } from './scene/scene.ts';

/** Where the change is sent and recorded. `npm run test:kill` kills at every other await too, with `--all` at every hit. */
test('killed at every await of the operation, a change is made once, recorded once, and its run ends with a true answer', async (t) => {
  await using scene = await Scene.open({ cases: casesAtMost, worker: 'scale' });
  const parts = await killEverywhere(scene, {
    all: false,
    atOnce: availableParallelism(),
    only: (site) => site.includes('core/src/run/operation'),
  });
  for (const line of reportOf(parts).split('\n')) t.diagnostic(line);
  assert.deepEqual(failuresOf(parts.flatMap(({ results }) => results)), []);
});
