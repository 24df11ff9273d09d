import { type BackgroundJob, HexaopsError, type JobRunner, messageOf } from '@hexaops/core';
import { type Job, PgBoss } from 'pg-boss';
import { defaults, type JobsPostgresConfig, urlOf } from './config.ts';
import { queueName } from './queue-name.ts';
import { takeTurn } from './turn.ts';

/** Seconds. Where a replica has not been heard of for so long, its jobs are another's. The least that the queue takes. */
const heartbeat = 10;
/** Seconds after which anybody looks for replicas that are not heard of any more. */
const supervision = 5;
/** Seconds after which a turn is taken for hanging, whatever its heart does. */
const longestTurn = 3_600;
/** Milliseconds between looks at whether each job is still in its queue. */
const watchMilliseconds = 60_000;
/** Milliseconds that the queue may take to end after its jobs have. */
const stopMilliseconds = 3_000;

/** What is reported of the queue itself comes under this name. */
const self = 'jobs-postgres';

/**
 * Runs each job on one replica at a time. A queue with at most one row that waits and one that is worked on is the turn that
 * replicas take: the one at work sends the next row when its turn ends; where it dies, its row goes to another.
 */
export function createPostgresRunner(
  config: JobsPostgresConfig,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): JobRunner {
  const connectionString = urlOf(config, environment['DATABASE_URL']);
  return {
    id: 'postgres',
    async start(jobs, report) {
      const boss = new PgBoss({
        connectionString,
        schema: config.schema ?? defaults.schema,
        max: config.poolSize ?? defaults.poolSize,
        application_name: 'hexaops-jobs',
        connectionTimeoutMillis: 5_000,
        superviseIntervalSeconds: supervision,
        monitorIntervalSeconds: supervision,
        maintenanceIntervalSeconds: 60,
        schedule: false,
      });
      boss.on('error', (error) => report(self, error));
      try {
        await boss.start();
        return await work(boss, jobs, report);
      } catch (cause) {
        await boss.stop({ graceful: false }).catch(() => undefined);
        throw new HexaopsError(
          'store-unavailable',
          `the queue of the background jobs cannot be used: ${messageOf(cause)}`,
          {
            cause,
            nextStep: 'see that Postgres runs and can be reached, and that the role may make the schema of the queue',
          },
        );
      }
    },
  };
}

async function work(
  boss: PgBoss,
  jobs: readonly BackgroundJob[],
  report: (job: string, error: unknown) => void,
): Promise<AsyncDisposable> {
  const stop = new AbortController();
  const turns = new Set<Promise<void>>();
  for (const job of jobs) {
    const queue = queueName(job.name);
    await boss.createQueue(queue, {
      policy: 'stately',
      heartbeatSeconds: heartbeat,
      expireInSeconds: longestTurn,
      retryLimit: 1_000,
      retryDelay: 0,
      deleteAfterSeconds: 60,
    });
    await enqueue(boss, queue, Math.min(job.every, 1_000));
    const pollingIntervalSeconds = Math.min(10, Math.max(1, job.every / 1_000));
    await boss.work(queue, { batchSize: 1, pollingIntervalSeconds }, ([row]: Job<unknown>[]) => {
      const turn = have(boss, queue, job, report, row?.signal ?? stop.signal, stop.signal);
      const settled = turn.catch(() => undefined).finally(() => turns.delete(settled));
      turns.add(settled);
      return turn;
    });
  }
  const watch = setInterval(() => {
    Promise.all(jobs.map((job) => enqueue(boss, queueName(job.name), job.every))).then(
      () => report(self, undefined),
      (error: unknown) => report(self, error),
    );
  }, watchMilliseconds).unref();
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(watch);
      stop.abort();
      await Promise.all(turns);
      await boss.stop({ graceful: true, timeout: stopMilliseconds });
    },
  };
}

/** One turn. What it raises makes the queue give the row to another. */
async function have(
  boss: PgBoss,
  queue: string,
  job: BackgroundJob,
  report: (job: string, error: unknown) => void,
  lost: AbortSignal,
  stop: AbortSignal,
): Promise<void> {
  report(self, undefined);
  const due = await takeTurn(job, report, AbortSignal.any([lost, stop]));
  // Another has the row by now, and sends the next.
  if (lost.aborted && !stop.aborted) return;
  await enqueue(boss, queue, due);
}

/** Does nothing where a row waits already. */
async function enqueue(boss: PgBoss, queue: string, milliseconds: number): Promise<void> {
  await boss.send(queue, null, { startAfter: Math.ceil(milliseconds / 1_000) });
}
