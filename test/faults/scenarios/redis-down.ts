import { setTimeout as delay } from 'node:timers/promises';
import { startRedis } from '../../real/redis/server.ts';
import type { Fault } from '../frame/fault.ts';
import { atLeast, atMost, exactly } from '../frame/figure.ts';
import type { Random } from '../frame/random.ts';
import { ServiceStage } from '../stage/service-stage.ts';
import { TcpLink } from '../stage/tcp-link.ts';

const users = 10;
/** Requests of one person in a minute. */
const limit = 100;
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
    const over = new AbortController();
    const ordinary = Array.from({ length: users }, (_, index) => ask(stage, `user-${index}`, over.signal, random, 250));
    const greedy = Array.from({ length: 8 }, () => ask(stage, 'alice', over.signal, random, 0));
    await delay(random.between(500, 1_500));
    link.line = 'through';
    await delay(random.between(500, 1_500));
    const way = random.pick(['ended', 'cut', 'silent'] as const);
    if (way === 'ended') await redis.stop();
    else link.line = way;
    await delay(random.between(1_500, 3_000));
    if (way === 'ended') await redis.start();
    // A connection that was silent for long is not the same any more.
    if (way === 'silent') link.line = 'cut';
    link.line = 'through';
    await delay(1_500);
    over.abort();
    const answers = (await Promise.all(ordinary)).flat();
    const all = (await Promise.all(greedy)).flat();
    const taken = all.filter(({ status }) => status === 200).length;
    return [
      exactly('requests within the limits that failed', answers.filter(({ status }) => status !== 200).length, 0),
      atMost('longest wait of one of them', Math.max(...answers.map(({ milliseconds }) => milliseconds)), 3_000, 'ms'),
      atMost('requests taken of one who asks without end', taken, counts * limit),
      atLeast('of theirs refused with 429', all.filter(({ status }) => status === 429).length, 1),
      exactly('of theirs failed otherwise', all.filter(({ status }) => status !== 200 && status !== 429).length, 0),
      atLeast('requests within the limits', answers.length, 50),
    ];
  },
};

interface Answer {
  readonly status: number;
  readonly milliseconds: number;
}

async function ask(
  stage: ServiceStage,
  user: string,
  over: AbortSignal,
  random: Random,
  pause: number,
): Promise<readonly Answer[]> {
  const client = await stage.client(user);
  const answers: Answer[] = [];
  while (!over.aborted) {
    const started = performance.now();
    const { status } = await client.send('POST', { message: 'what can you do?' });
    answers.push({ status, milliseconds: performance.now() - started });
    await delay(random.between(pause, 2 * pause));
  }
  return answers;
}
