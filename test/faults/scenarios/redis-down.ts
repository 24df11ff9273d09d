import { setTimeout as delay } from 'node:timers/promises';
import { startRedis } from '../../real/redis/server.ts';
import type { Fault } from '../frame/fault.ts';
import { atMost, exactly } from '../frame/figure.ts';
import type { Random } from '../frame/random.ts';
import { ServiceStage } from '../stage/service-stage.ts';
import { TcpLink } from '../stage/tcp-link.ts';

const users = 10;
/** Requests of one person in a minute. */
const limit = 25;
/** Of each of those who stay within it. */
const requests = 10;
/** What Redis has counted, what the process counts while there is none, and what a Redis that has forgotten counts anew. */
const counts = 3;

/** Redis goes away while people work, and one of them asks without end: it ends, it is cut off, it falls silent; it comes back. */
export const redisDown: Fault = {
  name: 'redis-down',
  title: 'Redis down',
  async run(random) {
    await using redis = await startRedis();
    await using link = await TcpLink.open(redis.port);
    // A service starts without its Redis, too.
    const startsWithout = random.chance(0.3);
    if (startsWithout) link.line = 'cut';
    await using stage = await ServiceStage.open({
      users,
      server: { limits: { subjectRequestsPerMinute: limit, subjectStreams: 20, subjectRuns: 20 } },
      plugins: [{ use: '@hexaops/limits-redis', config: { url: `redis://127.0.0.1:${link.port}` } }],
    });
    const ordinary = Array.from({ length: users }, (_, index) => askSome(stage, `user-${index}`, random));
    const greedy = [await askUntilRefused(stage)];
    link.line = 'through';
    greedy.push(await askUntilRefused(stage));
    const way = random.pick(['ended', 'cut', 'silent'] as const);
    if (way === 'ended') await redis.stop();
    else link.line = way;
    greedy.push(await askUntilRefused(stage));
    await delay(random.between(0, 2_000));
    if (way === 'ended') await redis.start();
    // A connection that was silent for long is not the same any more.
    if (way === 'silent') link.line = 'cut';
    link.line = 'through';
    await delay(random.between(0, 2_500));
    greedy.push(await askUntilRefused(stage));
    const answers = (await Promise.all(ordinary)).flat();
    const all = greedy.flat();
    const taken = all.filter(({ status }) => status === 200).length;
    return [
      exactly('requests within the limits that failed', answers.filter(({ status }) => status !== 200).length, 0),
      atMost('longest wait of one of them', Math.max(...answers.map(({ milliseconds }) => milliseconds)), 3_000, 'ms'),
      atMost('requests taken of one who asks without end', taken, counts * limit),
      exactly(
        'times that one came to be refused with 429',
        all.filter(({ status }) => status === 429).length,
        greedy.length,
      ),
      exactly(
        'requests of that one that failed otherwise',
        all.filter(({ status }) => status !== 200 && status !== 429).length,
        0,
      ),
      exactly('requests within the limits', answers.length, users * requests),
    ];
  },
};

interface Answer {
  readonly status: number;
  readonly milliseconds: number;
}

async function askOnce(stage: ServiceStage, user: string): Promise<Answer> {
  const client = await stage.client(user);
  const started = performance.now();
  const { status } = await client.send('POST', { message: 'what can you do?' });
  return { status, milliseconds: performance.now() - started };
}

/** As a person does who stays within the limit, whoever counts. */
async function askSome(stage: ServiceStage, user: string, random: Random): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  while (answers.length < requests) {
    answers.push(await askOnce(stage, user));
    await delay(random.between(50, 600));
  }
  return answers;
}

/** Until the limit holds, or should have held long ago. */
async function askUntilRefused(stage: ServiceStage): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  while (answers.length < 2 * limit && answers.at(-1)?.status !== 429) answers.push(await askOnce(stage, 'alice'));
  return answers;
}
