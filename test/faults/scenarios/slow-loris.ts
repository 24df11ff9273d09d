import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Extent, Fault } from '../frame/fault.ts';
import { atMost, exactly } from '../frame/figure.ts';
import { percentile } from '../frame/percentile.ts';
import type { Random } from '../frame/random.ts';
import { ServiceStage } from '../stage/service-stage.ts';

interface Size {
  readonly connections: number;
  readonly headersMilliseconds: number;
  readonly requestMilliseconds: number;
}

/** `full` has the limits of the defaults. */
const sizes: Readonly<Record<Extent, Size>> = {
  small: { connections: 600, headersMilliseconds: 3_000, requestMilliseconds: 6_000 },
  full: { connections: 4_000, headersMilliseconds: 10_000, requestMilliseconds: 30_000 },
};

/** The server looks for what is late once in a second; a busy machine adds to it. */
const lookMilliseconds = 5_000;

/** Many connections that send nothing, their head or their body letter by letter, beside somebody who asks as everybody does. */
export const slowLoris: Fault = {
  name: 'slow-loris',
  title: 'slow-loris',
  async run(random, extent) {
    const { connections, ...limits } = sizes[extent];
    await using stage = await ServiceStage.open({ server: { limits } });
    const token = await stage.token();
    const { hostname, port } = new URL(stage.service.url);
    const attack = new AbortController();
    const loris = Array.from({ length: connections }, async () => {
      await delay(random.between(0, 500));
      return lifetime(connect(Number(port), hostname), random, token);
    });
    const { waits, failed } = await askUntil(stage, Promise.all(loris), attack);
    const lives = await Promise.all(loris);
    const [silent, head, body] = ways.map((way) => lives.filter((life) => life.way === way));
    const longest = (of: readonly Life[] = []) => Math.max(0, ...of.map(({ milliseconds }) => milliseconds));
    const late = (of: readonly Life[] = [], limit: number) => longest(of) - limit;
    return [
      atMost(
        'a silent connection lives longer than its limit by',
        late(silent, limits.headersMilliseconds),
        lookMilliseconds,
        'ms',
      ),
      atMost(
        'a slow head lives longer than its limit by',
        late(head, limits.headersMilliseconds),
        lookMilliseconds,
        'ms',
      ),
      atMost(
        'a slow body lives longer than its limit by',
        late(body, limits.requestMilliseconds),
        lookMilliseconds,
        'ms',
      ),
      exactly('requests of others that failed', failed, 0),
      atMost('p99 of the requests of others', percentile(waits, 0.99), 1_000, 'ms'),
    ];
  },
};

const ways = ['silent', 'head', 'body'] as const;

interface Life {
  readonly way: (typeof ways)[number];
  readonly milliseconds: number;
}

/** How long the service bears one connection. */
async function lifetime(socket: Socket, random: Random, token: string): Promise<Life> {
  const way = random.pick(ways);
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const started = performance.now();
  socket.on('error', () => undefined).on('close', () => resolve());
  socket.resume();
  const request = `POST /v1/chat HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: 9999\r\n\r\n`;
  let sent = way === 'head' ? 0 : request.length;
  if (way === 'body') socket.write(request);
  const every = random.between(100, 900);
  const timer = setInterval(() => {
    if (way === 'silent' || socket.destroyed) return;
    socket.write(way === 'body' ? ' ' : request.charAt(Math.min(sent++, request.length - 5)));
  }, every);
  await closed;
  clearInterval(timer);
  return { way, milliseconds: performance.now() - started };
}

/** Asks again and again until the attack is over. */
async function askUntil(stage: ServiceStage, end: Promise<unknown>, over: AbortController) {
  void end.then(() => over.abort());
  const waits: number[] = [];
  let failed = 0;
  while (!over.signal.aborted) {
    const client = await stage.client();
    const started = performance.now();
    const { status } = await client.send('POST', { message: 'list nodes' });
    waits.push(performance.now() - started);
    if (status !== 200) failed += 1;
    await delay(20);
  }
  return { waits, failed };
}
