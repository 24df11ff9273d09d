import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../frame/fault.ts';
import { atLeast, atMost, exactly, type Figure } from '../frame/figure.ts';
import type { Random } from '../frame/random.ts';
import { findPrograms } from '../../real/postgres/programs.ts';
import { PostgresServer } from '../../real/postgres/server.ts';
import { type Asked, askUntil, codesOf, countLost } from '../stage/load.ts';
import { ServiceStage } from '../stage/service-stage.ts';

const clients = 6;
/** More than are asked: what retention deletes is not lost. */
const sessionsPerSubject = 100_000;
const path = '{directory}/store.sqlite';

/** A real Postgres is killed under load and started again; a SQLite file is held by somebody else. */
export const storeFailingOver: Fault = {
  name: 'store-failing-over',
  title: 'the store failing over',
  async run(random) {
    return [...(await postgresKilled(random)), ...(await sqliteBusy(random))];
  },
};

async function postgresKilled(random: Random): Promise<readonly Figure[]> {
  const programs = findPrograms();
  if ('missing' in programs) throw new Error(programs.missing);
  await using server = await PostgresServer.start(programs);
  const url = await server.createDatabase();
  await using stage = await ServiceStage.open({
    plugins: [{ use: '@hexaops/store-sql', config: { url, sessionsPerSubject } }],
  });
  const over = new AbortController();
  const load = askUntil(stage, clients, over.signal);
  await delay(random.between(800, 2_000));
  await (random.chance(0.5) ? server.crash() : killed(server));
  const down = performance.now();
  await delay(random.between(300, 2_500));
  await startAgain(server);
  const up = performance.now();
  await delay(2_000);
  over.abort();
  const asked = await load;
  const during = asked.filter(({ at, endedAt }) => at < up && endedAt > down);
  const next = asked.find(({ at, stream }) => at > up && stream.events.at(-1)?.type === 'run-finished');
  return [
    exactly('Postgres killed: accepted runs lost', await countLost(stage, asked), 0),
    exactly('Postgres killed: errors that do not say what is wrong', unclear(asked), 0),
    atMost('Postgres killed: an error is told within', longest(during.filter(isRefused)), 6_000, 'ms'),
    atMost('Postgres up: the next run is done within', (next?.endedAt ?? Infinity) - up, 5_000, 'ms'),
    atLeast('Postgres killed: runs accepted before, meanwhile and after', asked.length, 50),
  ];
}

async function sqliteBusy(random: Random): Promise<readonly Figure[]> {
  await using stage = await ServiceStage.open({
    plugins: [{ use: '@hexaops/store-sql', config: { path, sessionsPerSubject } }],
  });
  const over = new AbortController();
  const load = askUntil(stage, clients, over.signal);
  await delay(500);
  using other = new DatabaseSync(path.replace('{directory}', stage.directory), { timeout: 5_000 });
  other.exec('begin immediate');
  await delay(random.pick([random.between(50, 3_000), random.between(5_500, 7_000)]));
  other.exec('rollback');
  await delay(1_000);
  over.abort();
  const asked = await load;
  return [
    exactly('SQLite held: accepted runs lost', await countLost(stage, asked), 0),
    exactly('SQLite held: errors that do not say what is wrong', unclear(asked), 0),
    atLeast('SQLite held: runs done afterwards', asked.slice(-clients).filter(isDone).length, clients),
  ];
}

function unclear(asked: readonly Asked[]): number {
  return asked.filter((one) => !isDone(one) && !isRefused(one)).length;
}

function isDone({ stream }: Asked): boolean {
  return stream.events.at(-1)?.type === 'run-finished';
}

function isRefused(one: Asked): boolean {
  const [code, ...more] = codesOf(one);
  return code === 'store-unavailable' && more.length === 0;
}

function longest(asked: readonly Asked[]): number {
  return Math.max(0, ...asked.map(({ at, endedAt }) => endedAt - at));
}

/** Without letting it do anything more: SIGKILL to the process that all others of the server belong to. */
async function killed(server: PostgresServer): Promise<void> {
  await using client = await server.connect('postgres');
  const { rows } = await client.query<{ file: string }>(`select pg_read_file('postmaster.pid') as file`);
  process.kill(Number(rows[0]?.file.split('\n')[0]), 'SIGKILL');
}

/** Until the last of the processes that were left has gone, a new server does not start. */
async function startAgain(server: PostgresServer): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await server.start();
    } catch (error) {
      if (tries === 20) throw error;
      await delay(100);
    }
  }
}
