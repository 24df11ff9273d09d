import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retryCase } from '../../faults/kill/cases/retry-case.ts';
import { Scene } from '../../faults/kill/scene/scene.ts';
import { findPrograms } from '../postgres/programs.ts';
import { PostgresServer } from '../postgres/server.ts';

const programs = findPrograms();
const skip = 'missing' in programs && programs.missing;

test(
  'on one Postgres, an approval that is sent a hundred times at once to two replicas counts once',
  { skip },
  async (t) => {
    assert.ok(!('missing' in programs));
    await using server = await PostgresServer.start(programs);
    await using scene = await Scene.open({ cases: 1, worker: 'scale', database: () => server.createDatabase() });
    const { statuses, problems, effects, intents, outcomes } = await retryCase(scene, 100);
    t.diagnostic(JSON.stringify({ statuses, effects, intents, outcomes }));
    assert.deepEqual(problems, []);
    assert.equal(statuses[200], 1);
  },
);
