import type { Server } from 'node:http';
import { setImmediate as afterAccepting, setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '@hexaops/core';
import type { Logger } from 'pino';
import { faultOf } from '../http/request/fault.ts';
import type { Readiness } from '../http/routes/health.ts';
import type { OpenStreams } from '../http/stream/open-streams.ts';

/** A running service. Closing it twice is closing it once. */
export interface Service extends AsyncDisposable {
  /** Under which it can be reached from this machine. */
  readonly url: string;
  readonly engine: Engine;
  close(): Promise<void>;
}

export interface ServiceParts {
  readonly url: string;
  readonly engine: Engine;
  readonly server: Server;
  readonly streams: OpenStreams;
  readonly readiness: { state: Readiness['state'] };
  /** Watched as long as the service runs. */
  readonly eventLoop: Disposable;
  readonly logger: Logger;
  /** Until whatever still runs is ended. */
  readonly shutdownMilliseconds: number;
}

export function createService(parts: ServiceParts): Service {
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= shutDown(parts));
  return { url: parts.url, engine: parts.engine, close, [Symbol.asyncDispose]: close };
}

/** How often connections that have become idle are closed. */
const idleMilliseconds = 100;
/** Nobody comes any more who has not come for so long; and whoever still comes after the longer time is not waited for. */
const quietMilliseconds = 100;
const quietAtMost = 1_000;
/** How long readers are given for the last of a stream, before their stream and then their connection is ended. */
const flushMilliseconds = 800;

/**
 * At once: not ready, no new request. Who comes all the same is told so: a proxy whose connection were refused unheard could not
 * tell whether its request has begun anything. Meanwhile the engine lets its runs end, and lets go of them when their time is
 * up; each stream ends with its run. When nobody comes any more, no connection is taken. What then still reads is ended, and
 * its client can come back elsewhere.
 */
async function shutDown(parts: ServiceParts): Promise<void> {
  const { engine, server, streams, readiness, eventLoop, logger, shutdownMilliseconds } = parts;
  readiness.state = 'draining';
  logger.info({ streams: streams.size }, 'draining');
  let lastCame = performance.now();
  server.on('connection', () => (lastCame = performance.now()));
  await withinTime(engine[Symbol.asyncDispose](), shutdownMilliseconds, logger);
  const drained = performance.now();
  while (performance.now() - lastCame < quietMilliseconds && performance.now() - drained < quietAtMost) {
    await sleep(quietMilliseconds / 4);
  }
  // Right after connections were accepted: those that wait to be are cut when no more are.
  await afterAccepting();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const idle = setInterval(() => server.closeIdleConnections(), idleMilliseconds);
  const end = setTimeout(() => streams.end(), flushMilliseconds);
  const cut = setTimeout(() => server.closeAllConnections(), 2 * flushMilliseconds);
  await closed;
  for (const timer of [idle, end, cut]) clearTimeout(timer);
  eventLoop[Symbol.dispose]();
  logger.info('stopped');
}

/** A plugin that does not let go must not keep the process. */
async function withinTime(disposal: PromiseLike<void>, milliseconds: number, logger: Logger): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<'late'>();
  const timer = setTimeout(resolve, milliseconds, 'late');
  try {
    if ((await Promise.race([disposal, late])) === 'late') logger.error('the engine did not stop in time');
  } catch (error) {
    logger.error({ error: faultOf(error) }, 'the engine did not stop cleanly');
  } finally {
    clearTimeout(timer);
  }
}
