import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../../real/kubernetes/servers/process.ts';
import { missingNginx, NginxServer } from '../../real/nginx/nginx-server.ts';
import { findPrograms } from '../../real/postgres/programs.ts';
import { PostgresServer } from '../../real/postgres/server.ts';
import { type RedisServer, startRedis } from '../../real/redis/server.ts';
import { personsPerWorkspace, workspaceOf } from '../http/population.ts';
import { Program } from '../http/processes/program.ts';
import { amplyLimited } from '../http/stage.ts';
import { processorSecondsOf } from './processor-time.ts';
import type { ReplicaSettings } from './replica-settings.ts';

/** Who uses the processor. A replica is one of several of its kind. */
export type Component = 'replicas' | 'Postgres' | 'nginx' | 'Redis' | 'control plane' | 'load';
export type ProcessorTime = Readonly<Record<Component, number>>;

export function forEachComponent(timeOf: (component: Component) => number): ProcessorTime {
  return {
    replicas: timeOf('replicas'),
    Postgres: timeOf('Postgres'),
    nginx: timeOf('nginx'),
    Redis: timeOf('Redis'),
    'control plane': timeOf('control plane'),
    load: timeOf('load'),
  };
}

const credential = 'the-credential-of-an-alertmanager';

/** Real servers, and the programs around them, for all numbers of replicas. */
export class Stage implements AsyncDisposable {
  readonly credential = credential;
  readonly workspaces: readonly string[];
  readonly client: Program;
  readonly readers: Program;
  readonly #controlPlane: Program;
  readonly #postgres: PostgresServer;
  readonly #redis: RedisServer;
  readonly #directory: string;
  readonly #stack: AsyncDisposableStack;

  private constructor(persons: number, parts: Parts, directory: string, stack: AsyncDisposableStack) {
    this.workspaces = Array.from({ length: persons / personsPerWorkspace }, (_, index) =>
      workspaceOf(index * personsPerWorkspace),
    );
    this.client = parts.client;
    this.readers = parts.readers;
    this.#controlPlane = parts.controlPlane;
    this.#postgres = parts.postgres;
    this.#redis = parts.redis;
    this.#directory = directory;
    this.#stack = stack;
  }

  /** Raises where a server is not installed, with the script that does so. */
  static async start(persons: number): Promise<Stage> {
    await using stack = new AsyncDisposableStack();
    const programs = findPrograms();
    const missing = missingNginx();
    if ('missing' in programs) throw new Error(programs.missing);
    if (missing !== undefined) throw new Error(missing);
    const directory = await mkdtemp(join(tmpdir(), 'hexaops-scale-'));
    stack.defer(() => rm(directory, { recursive: true, force: true }));
    const parts: Parts = {
      redis: stack.use(await startRedis()),
      postgres: stack.use(await PostgresServer.start(programs)),
      controlPlane: stack.use(await Program.start('control-plane', { argument: { persons } })),
      client: stack.use(await Program.start('load')),
      readers: stack.use(await Program.start('readers')),
    };
    return new Stage(persons, parts, directory, stack.move());
  }

  /** So many replicas on a database of their own, behind nginx. */
  async replicas(count: number): Promise<Replicas> {
    await using stack = new AsyncDisposableStack();
    const database = await this.#postgres.createDatabase();
    const controlPlane = await this.#controlPlane.ask<string>('url');
    const ports = await freePorts(count);
    const replicas: Program[] = [];
    for (const port of ports) {
      const argument: ReplicaSettings = {
        controlPlane,
        database,
        redis: this.#redis.url,
        directory: this.#directory,
        port,
        workspaces: this.workspaces,
        limits: amplyLimited,
        credential,
      };
      const output = join(this.#directory, `replica-${port}.log`);
      replicas.push(
        stack.use(await Program.start(new URL('programs/replica.ts', import.meta.url), { argument, output })),
      );
    }
    const nginx = stack.use(await NginxServer.start(ports));
    return new Replicas(nginx, replicas, stack.move());
  }

  /** Tokens that all differ. */
  tokens(count: number, from = 0): Promise<readonly string[]> {
    return this.#controlPlane.ask('tokens', { count, from, lifetimeSeconds: 900 });
  }

  /** Seconds since each has started. */
  processorTime({ nginx, programs }: Replicas): ProcessorTime {
    const replicas = programs.reduce((sum, replica) => sum + secondsOf(replica), 0);
    return {
      replicas,
      Postgres: secondsOf(this.#postgres),
      nginx: secondsOf(nginx),
      Redis: secondsOf(this.#redis),
      'control plane': secondsOf(this.#controlPlane),
      load: secondsOf(this.client) + secondsOf(this.readers),
    };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack.disposeAsync();
  }
}

interface Parts {
  readonly redis: RedisServer;
  readonly postgres: PostgresServer;
  readonly controlPlane: Program;
  readonly client: Program;
  readonly readers: Program;
}

export class Replicas implements AsyncDisposable {
  readonly nginx: NginxServer;
  readonly programs: readonly Program[];
  readonly #stack: AsyncDisposableStack;

  constructor(nginx: NginxServer, programs: readonly Program[], stack: AsyncDisposableStack) {
    this.nginx = nginx;
    this.programs = programs;
    this.#stack = stack;
  }

  get url(): string {
    return this.nginx.url;
  }

  /** Seconds of processor since each has started. */
  secondsOfEach(): readonly number[] {
    return this.programs.map(secondsOf);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack.disposeAsync();
  }
}

function secondsOf({ pid }: { readonly pid: number | undefined }): number {
  if (pid === undefined) throw new Error('a process has ended that is measured');
  return processorSecondsOf(pid);
}
