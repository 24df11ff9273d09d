import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { eventually } from '../kubernetes/eventually.ts';

const command = fileURLToPath(new URL('../../../runtime/src/command/main.ts', import.meta.url));

/** Of util-linux: the kernel kills what it runs when the test process dies, however that ends. */
const endsWithTest = { program: 'setpriv', flags: ['--pdeathsig', 'KILL'] } as const;

export interface ReplicaOptions {
  readonly directory: string;
  readonly port: number;
  readonly controlPlaneUrl: string;
  readonly databaseUrl: string;
  readonly namespaces: Readonly<Record<string, readonly string[]>>;
  readonly shutdownSeconds: number;
}

/** How a replica has gone. Milliseconds since it was told to. */
export interface Departure {
  /** When `/readyz` answered no longer with 200. */
  readonly notReady: number;
  readonly exited: number;
  readonly code: number | null;
}

/** `hexaops serve` in a process of its own, on a port that it keeps when it is started again. */
export class Replica implements AsyncDisposable {
  readonly url: string;
  readonly #options: ReplicaOptions;
  #child: ChildProcess | undefined;
  #starts = 0;

  constructor(options: ReplicaOptions) {
    this.#options = options;
    this.url = `http://127.0.0.1:${options.port}`;
  }

  async start(): Promise<void> {
    const { directory, port } = this.#options;
    const file = join(directory, `replica-${port}.yaml`);
    await writeFile(file, JSON.stringify(configurationOf(this.#options)));
    const logFile = join(directory, `replica-${port}-${++this.#starts}.log`);
    const log = openSync(logFile, 'w');
    const service = [process.execPath, '--conditions=hexaops-source', command, 'serve', '--config', file];
    const { program, flags } = endsWithTest;
    const child = spawn(program, [...flags, ...service], { stdio: ['ignore', log, log] });
    closeSync(log);
    this.#child = child;
    await eventually(`the replica on ${port} is ready`, async () => {
      if (child.exitCode !== null) throw new Error(`the replica ended: ${readFileSync(logFile, 'utf8')}`);
      return (await this.#readiness()) === 200 || undefined;
    });
  }

  /** SIGTERM, and what comes of it. */
  async leave(): Promise<Departure> {
    const child = this.#child;
    if (child === undefined) throw new Error('The replica does not run.');
    this.#child = undefined;
    const exit = once(child, 'exit');
    const told = performance.now();
    child.kill('SIGTERM');
    while ((await this.#readiness()) === 200) await sleep(20);
    const notReady = performance.now() - told;
    const [code] = (await exit) as [number | null];
    return { notReady, exited: performance.now() - told, code };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }

  async #readiness(): Promise<number | undefined> {
    const answer = await fetch(`${this.url}/readyz`, { headers: { connection: 'close' } }).catch(() => undefined);
    return answer?.status;
  }
}

function configurationOf({ port, controlPlaneUrl, databaseUrl, namespaces, shutdownSeconds }: ReplicaOptions) {
  return {
    // A busy machine must not turn a question or a change into a refusal here: it is not speed that is looked at.
    server: {
      host: '127.0.0.1',
      port,
      shutdownSeconds,
      trustedProxies: ['127.0.0.1'],
      limits: { eventLoopMilliseconds: 0 },
    },
    logging: { level: 'warn' },
    budget: { changeMilliseconds: 30_000 },
    plugins: [
      { use: '@hexaops/auth-jwt', config: { jwksUrl: `${controlPlaneUrl}/.well-known/jwks.json` } },
      { use: '@hexaops/control-plane', config: { url: controlPlaneUrl, timeoutMilliseconds: 20_000 } },
      { use: '@hexaops/worker-kubernetes', config: { source: 'control-plane', namespaces } },
      { use: '@hexaops/store-sql', config: { url: databaseUrl } },
    ],
  };
}
