import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePorts, ServerProcess } from '../kubernetes/servers/process.ts';
import type { Programs } from './programs.ts';

const run = promisify(execFile);
const readyMilliseconds = 60_000;
/** The user `nobody`, as whom the server runs where the test is root: Postgres refuses to be root. */
const nobody = 65_534;

/** A Postgres of its own for one test file: scratch directory, free loopback port, ended with the test process. */
export class PostgresServer implements AsyncDisposable {
  readonly password = randomBytes(12).toString('hex');
  readonly #programs: Programs;
  readonly #directory: string;
  readonly #port: number;
  #process: ServerProcess | undefined;
  #databases = 0;

  private constructor(programs: Programs, directory: string, port: number) {
    this.#programs = programs;
    this.#directory = directory;
    this.#port = port;
  }

  static async start(programs: Programs): Promise<PostgresServer> {
    const directory = await mkdtemp(join(tmpdir(), 'hexaops-postgres-'));
    const [port] = await freePorts(1);
    if (port === undefined) throw new Error('There is no free port.');
    const server = new PostgresServer(programs, directory, port);
    try {
      await server.#initialize();
      await server.start();
      return server;
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  url(database: string, { user = 'tester', password = this.password } = {}): string {
    return `postgres://${user}:${password}@127.0.0.1:${this.#port}/${database}`;
  }

  async start(): Promise<void> {
    const options = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='];
    const place = ['-D', this.#data, '-p', String(this.#port)];
    const [command = '', ...flags] = this.#unprivileged(this.#programs.postgres, [...place, ...options]);
    this.#process = new ServerProcess('postgres', command, flags, this.#directory);
    await this.#process.ready(async () => {
      await using _ = await this.connect('postgres');
      return true;
    }, readyMilliseconds);
  }

  /** Without letting anybody finish: the next start recovers as after a crash. */
  async crash(): Promise<void> {
    const stop = ['stop', '-m', 'immediate', '-w', '-D', this.#data];
    const [command = '', ...flags] = this.#unprivileged(this.#programs.pgCtl, stop);
    await run(command, flags, { cwd: this.#directory });
    await this.#process?.[Symbol.asyncDispose]();
  }

  /** The URL of a new database. */
  async createDatabase(): Promise<string> {
    const name = `test_${++this.#databases}`;
    await using client = await this.connect('postgres');
    await client.query(`create database ${name}`);
    return this.url(name);
  }

  /** A connection beside those of the store. */
  async connect(database: string): Promise<pg.Client & AsyncDisposable> {
    const client = new pg.Client({ connectionString: this.url(database), application_name: 'test' });
    // The server ends it in `crash`; unheard, that would end the test process.
    client.on('error', () => undefined);
    await client.connect();
    return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process !== undefined) await this.crash().catch(() => this.#process?.[Symbol.asyncDispose]());
    await rm(this.#directory, { recursive: true });
  }

  get #data(): string {
    return join(this.#directory, 'data');
  }

  async #initialize(): Promise<void> {
    const passwordFile = join(this.#directory, 'password');
    await writeFile(passwordFile, this.password, { mode: 0o600 });
    if (isRoot()) for (const path of [this.#directory, passwordFile]) await chown(path, nobody, nobody);
    const user = ['-U', 'tester', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
    const place = ['-D', this.#data, '-E', 'UTF8', '--locale=C', '--no-sync'];
    const [command = '', ...flags] = this.#unprivileged(this.#programs.initdb, [...place, ...user]);
    await run(command, flags, { cwd: this.#directory });
  }

  #unprivileged(program: string, flags: readonly string[]): readonly string[] {
    if (!isRoot()) return [program, ...flags];
    // A change of user clears what makes the server end with the test: it is asked for once more.
    const become = ['--reuid', String(nobody), '--regid', String(nobody), '--clear-groups', '--pdeathsig', 'INT'];
    return ['setpriv', ...become, program, ...flags];
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}
