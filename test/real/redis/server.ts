import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts, ServerProcess } from '../kubernetes/servers/process.ts';

const INSTALL = 'test/real/redis/install.sh';
const readyMilliseconds = 10_000;

/** The path of Debian's `redis-server`, or why a test cannot run. With HEXAOPS_REQUIRE_REAL=1 the absence is an error. */
export function findRedis(): { readonly program: string } | { readonly missing: string } {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return { program: 'redis-server' };
  } catch (cause) {
    const missing = `No Redis: run ${INSTALL}.`;
    if (process.env['HEXAOPS_REQUIRE_REAL'] === '1') throw new Error(missing, { cause });
    return { missing };
  }
}

/** A Redis of one test's own: scratch directory, free loopback port, nothing kept on disk. It ends with the test process. */
export class RedisServer implements AsyncDisposable {
  readonly port: number;
  readonly #program: string;
  readonly #directory: string;
  #process: ServerProcess | undefined;

  constructor(program: string, directory: string, port: number) {
    this.#program = program;
    this.#directory = directory;
    this.port = port;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Also again after `stop`, on the same port, with nothing of what it knew. */
  async start(): Promise<void> {
    const place = ['--bind', '127.0.0.1', '--port', String(this.port), '--dir', this.#directory];
    const memoryAlone = ['--save', '', '--appendonly', 'no'];
    this.#process = new ServerProcess('redis', this.#program, [...place, ...memoryAlone], this.#directory);
    await this.#process.ready(() => answersPing(this.port), readyMilliseconds);
  }

  async stop(): Promise<void> {
    await this.#process?.[Symbol.asyncDispose]();
    this.#process = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await rm(this.#directory, { recursive: true });
  }
}

/** A server that listens. Raises where there is no Redis: ask `findRedis` first. */
export async function startRedis(): Promise<RedisServer> {
  const found = findRedis();
  if ('missing' in found) throw new Error(found.missing);
  const [port] = await freePorts(1);
  if (port === undefined) throw new Error('There is no free port.');
  const server = new RedisServer(found.program, await mkdtemp(join(tmpdir(), 'hexaops-redis-')), port);
  try {
    await server.start();
    return server;
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw error;
  }
}

/** In the inline form of the protocol, without a client. */
function answersPing(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
  socket.once('data', (data) => resolve(data.toString().startsWith('+PONG')));
  socket.once('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}
