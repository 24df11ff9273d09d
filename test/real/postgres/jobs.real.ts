import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { after, afterEach, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { auditSinkPoint, createEngine, definePlugin, HexaopsError } from '@hexaops/core';
import { appendOf } from '@hexaops/core/testing';
import { createPostgresRunner } from '@hexaops/jobs-postgres';
import { createSqlStore, type SqlStore } from '@hexaops/store-sql';
import { eventually } from '../kubernetes/eventually.ts';
import { findPrograms } from './programs.ts';
import { PostgresServer } from './server.ts';

const programs = findPrograms();
const skip = 'missing' in programs && programs.missing;
const program = fileURLToPath(new URL('../../../plugins/jobs-postgres/src/testing/replica.ts', import.meta.url));

interface Round {
  readonly replica: string;
  readonly begin: number;
  readonly end: number;
}

describe('Background jobs over Postgres', { skip }, () => {
  let server: PostgresServer;
  const replicas = new Set<ChildProcess>();
  before(async () => {
    assert.ok(!('missing' in programs));
    server = await PostgresServer.start(programs);
  });
  afterEach(async () => {
    await Promise.all([...replicas].map(kill));
  });
  after(() => server[Symbol.asyncDispose]());

  /** Starts a replica, and writes down its rounds. */
  async function start(url: string, replica: string, rounds: Round[]): Promise<ChildProcess> {
    const child = spawn(process.execPath, ['--conditions=hexaops-source', program, url], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    replicas.add(child);
    const lines = createInterface(child.stdout);
    lines.on('line', (line) => {
      const [word, begin, end] = line.split(' ');
      if (word === 'round') rounds.push({ replica, begin: Number(begin), end: Number(end) });
    });
    await once(lines, 'line');
    return child;
  }

  async function kill(child: ChildProcess): Promise<void> {
    replicas.delete(child);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }

  const roundsOf = (rounds: readonly Round[], replica: string) => rounds.filter((round) => round.replica === replica);

  test('are done by one replica at a time; where it is killed at work another goes on', async (context) => {
    const url = await server.createDatabase();
    const rounds: Round[] = [];
    const first = await start(url, 'first', rounds);
    await eventually('ten rounds', async () => rounds.length >= 10 || undefined);
    const second = await start(url, 'second', rounds);
    await eventually('forty rounds', async () => rounds.length >= 40 || undefined);
    assert.deepEqual(roundsOf(rounds, 'second'), [], 'the other waits for its turn');
    await kill(first);
    const killed = Date.now();
    await eventually('a round of the other', async () => roundsOf(rounds, 'second')[0], 120_000);
    context.diagnostic(`taken over ${(roundsOf(rounds, 'second')[0]?.begin ?? 0) - killed} ms after the kill`);
    await eventually('ten rounds of the other', async () => roundsOf(rounds, 'second').length >= 10 || undefined);
    const third = await start(url, 'third', rounds);
    second.stdin?.end();
    await once(second, 'exit');
    const gone = Date.now();
    await eventually('a round of the third', async () => roundsOf(rounds, 'third')[0]);
    context.diagnostic(`taken over ${(roundsOf(rounds, 'third')[0]?.begin ?? 0) - gone} ms after an orderly end`);
    await kill(third);
    const inOrder = [...rounds].sort((left, right) => left.begin - right.begin);
    for (const [index, round] of inOrder.entries()) {
      const next = inOrder[index + 1];
      assert.ok(next === undefined || next.begin >= round.end, 'two rounds of one job at once');
    }
  });

  test('that fail are reported, and tried again', async () => {
    const reported: (readonly [string, unknown])[] = [];
    let rounds = 0;
    const running = await createPostgresRunner({ url: await server.createDatabase() }).start(
      [
        {
          name: 'failing',
          every: 20,
          run: async () => {
            if (++rounds < 3) throw new Error(`round ${rounds}`);
          },
        },
      ],
      (job, error) => reported.push([job, error]),
    );
    await eventually('a round that goes well', async () => rounds >= 3 || undefined);
    await running[Symbol.asyncDispose]();
    assert.deepEqual(
      reported.filter(([job, error]) => job === 'failing' && error !== undefined).map(([, error]) => String(error)),
      ['Error: round 1', 'Error: round 2'],
    );
  });

  test('end with the runner, in the middle of a round', async () => {
    const begun = Promise.withResolvers<void>();
    let isAborted = false;
    const running = await createPostgresRunner({ url: await server.createDatabase() }).start(
      [
        {
          name: 'long',
          every: 60_000,
          run: async (signal) => {
            begun.resolve();
            await once(signal, 'abort');
            isAborted = true;
          },
        },
      ],
      () => undefined,
    );
    await begun.promise;
    await running[Symbol.asyncDispose]();
    assert.equal(isAborted, true);
  });

  test('of two engines deliver each audit record once, and end with them', async () => {
    const url = await server.createDatabase();
    const writer = createSqlStore({ url }, { environment: {} });
    await writer.open();
    const delivered: (readonly [string, number])[] = [];
    const engineOf = (name: string) =>
      createEngine({
        base: import.meta.url,
        plugins: [
          { use: '@hexaops/store-sql', config: { url } },
          { use: '@hexaops/jobs-postgres', config: { url } },
          definePlugin({
            register: (api) =>
              api.contribute(auditSinkPoint, {
                id: 'list',
                deliver: async ({ records }) =>
                  void delivered.push(...records.map((each) => [name, each.position] as const)),
              }),
          }),
        ],
      });
    const first = await engineOf('first');
    const second = await engineOf('second');
    await record(writer, 0, 5);
    await eventually('five records', async () => delivered.length >= 5 || undefined);
    const [worker] = delivered[0] ?? assert.fail();
    const jobs = (await first.health(AbortSignal.timeout(5_000))).find(({ component }) => component === 'jobs');
    assert.deepEqual(jobs, { component: 'jobs', ok: true, message: 'at work' });
    await (worker === 'first' ? first : second)[Symbol.asyncDispose]();
    await record(writer, 5, 5);
    await eventually('ten records', async () => delivered.length >= 10 || undefined);
    await (worker === 'first' ? second : first)[Symbol.asyncDispose]();
    await writer[Symbol.asyncDispose]();
    assert.deepEqual(
      delivered.map(([, position]) => position),
      Array.from({ length: 10 }, (_, index) => index + 1),
    );
    assert.deepEqual(
      delivered.map(([name]) => name === worker),
      Array.from({ length: 10 }, (_, index) => index < 5),
      'each by the one whose turn it was',
    );
  });

  test('do not start where the database cannot be used', async () => {
    const wrong = server.url('postgres', { password: 'canary' });
    await assert.rejects(
      createPostgresRunner({ url: wrong }).start([], () => undefined),
      (error) => {
        assert.ok(HexaopsError.is(error, 'store-unavailable'));
        assert.doesNotMatch(`${error.message} ${error.nextStep}`, /canary/);
        return true;
      },
    );
  });
});

/** So many records, of appends to one run. */
async function record(store: SqlStore, after: number, count: number): Promise<void> {
  const owner = { subject: 'alice', workspace: 'shop' };
  const now = Date.now();
  if (after === 0) {
    await store.createSession({ ...owner, id: 's', createdAt: now, lastUsedAt: now, title: 't' });
    await store.createRun({ ...owner, id: 'r', session: 's', createdAt: now, sequence: 0, status: 'running' });
  }
  for (let sequence = after; sequence < after + count; sequence++) {
    const entry = {
      ...owner,
      id: `entry-${sequence}`,
      timestamp: '2026-01-01T00:00:00.000Z',
      phase: 'intent',
      run: 'r',
      organizations: [],
      eventType: 'scale',
      resource: 'deployment/shop/checkout',
      details: {},
      initiatedBy: 'AIOpsAgent',
    } as const;
    const audit = { entries: [entry], room: Infinity };
    await store.append(appendOf('r', sequence, [{ type: 'run-resumed', subject: 'alice' }], { audit }));
  }
}
