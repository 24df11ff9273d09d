import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { test } from 'node:test';
import { killEverywhere, casesAtMost } from '../../faults/kill/cases/kill-everywhere.ts';
import { failuresOf, reportOf } from '../../faults/kill/report.ts';
import { Scene } from '../../faults/kill/scene/scene.ts';
import { findPrograms } from '../postgres/programs.ts';
import { PostgresServer } from '../postgres/server.ts';

const programs = findPrograms();
const skip = 'missing' in programs && programs.missing;

/** Where the store has a part in it; `npm run test:kill -- --postgres` kills everywhere. */
const concerns = /^(?:plugins\/store-sql\/src\/(?:audit|records\/events)|core\/src\/run\/operation)/;

test('on Postgres, a change whose process is killed is made once and recorded once', { skip }, async (t) => {
  assert.ok(!('missing' in programs));
  await using server = await PostgresServer.start(programs);
  await using scene = await Scene.open({
    cases: casesAtMost,
    worker: 'scale',
    database: () => server.createDatabase(),
  });
  const parts = await killEverywhere(scene, {
    all: false,
    atOnce: availableParallelism(),
    only: (site) => concerns.test(site),
  });
  for (const line of reportOf(parts).split('\n')) t.diagnostic(line);
  assert.deepEqual(failuresOf(parts.flatMap(({ results }) => results)), []);
});
