import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lateEffect } from './cases/late-effect.ts';
import { retryCase } from './cases/retry-case.ts';
import { Scene } from './scene/scene.ts';

test('an approval that is sent a hundred times at once to two replicas counts once', async (t) => {
  await using scene = await Scene.open({ cases: 1, worker: 'scale' });
  const { statuses, problems, effects, intents, outcomes } = await retryCase(scene, 100);
  t.diagnostic(JSON.stringify({ statuses, effects, intents, outcomes }));
  assert.deepEqual(problems, []);
  assert.equal(statuses[200], 1);
  assert.deepEqual(
    Object.keys(statuses).filter((status) => !['200', '404', '409'].includes(status)),
    [],
  );
});

test('an operation that arrives after its process has died, and after it was sent again, has one effect', async () => {
  await using scene = await Scene.open({ cases: 1, worker: 'scale' });
  const { problems, arrived } = await lateEffect(scene);
  assert.deepEqual(problems, []);
  assert.equal(arrived, 2);
});
