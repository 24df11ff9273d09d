/** `npm run test:kill [-- --all] [--postgres] [--kubernetes] [--at-once N] [--only TEXT]`: kills the service at every await of a change, and counts. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { findPrograms } from '../../real/postgres/programs.ts';
import { PostgresServer } from '../../real/postgres/server.ts';
import { casesAtMost, killEverywhere } from './cases/kill-everywhere.ts';
import { failuresOf, reportOf } from './report.ts';
import { Scene } from './scene/scene.ts';

const { values } = parseArgs({
  options: {
    all: { type: 'boolean', default: false },
    postgres: { type: 'boolean', default: false },
    kubernetes: { type: 'boolean', default: false },
    'at-once': { type: 'string', default: String(availableParallelism()) },
    only: { type: 'string', default: '' },
  },
});

await using cleanUp = new AsyncDisposableStack();
const server = values.postgres ? cleanUp.use(await startPostgres()) : undefined;
const scene = cleanUp.use(
  await Scene.open({
    cases: casesAtMost,
    worker: values.kubernetes ? 'kubernetes' : 'scale',
    ...(server === undefined ? {} : { database: () => server.createDatabase() }),
  }),
);
const started = performance.now();
const parts = await killEverywhere(scene, {
  all: values.all,
  atOnce: Number(values['at-once']),
  only: (site) => site.includes(values.only),
  progress: (done, of, result) => {
    for (const failure of failuresOf([result])) console.error(failure);
    if (done % 25 === 0 || done === of) console.error(`${done} of ${of}`);
  },
});
console.log(reportOf(parts));
console.log(`\n${Math.round((performance.now() - started) / 1000)} s`);
process.exitCode = failuresOf(parts.flatMap(({ results }) => results)).length === 0 ? 0 : 1;

async function startPostgres(): Promise<PostgresServer> {
  const programs = findPrograms();
  if ('missing' in programs) throw new Error(programs.missing);
  return PostgresServer.start(programs);
}
