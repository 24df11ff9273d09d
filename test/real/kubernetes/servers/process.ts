import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a server may take to end after SIGTERM before it is killed, in milliseconds. */
const STOP_DEADLINE = 5_000;

/** Of util-linux: the kernel kills what it runs when the process that started it dies. */
const ENDS_WITH_PARENT = { program: 'setpriv', flags: ['--pdeathsig', 'KILL'] } as const;

/**
 * A server started by the test, stopped by its own process id only. It cannot outlive the test process, however that
 * ends.
 */
export class ServerProcess implements AsyncDisposable {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #log: string;
  readonly #exited: Promise<string>;
  #running = true;

  constructor(name: string, command: string, flags: readonly string[], directory: string) {
    this.name = name;
    this.#log = join(directory, `${name}.log`);
    const output = openSync(this.#log, 'w');
    this.#child = spawn(ENDS_WITH_PARENT.program, [...ENDS_WITH_PARENT.flags, command, ...flags], {
      cwd: directory,
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    this.#exited = new Promise((resolve) => {
      const ended = (how: string) => {
        this.#running = false;
        resolve(how);
      };
      this.#child.once('error', (error) => ended(error.message));
      this.#child.once('exit', (code, signal) => ended(`exit code ${code ?? signal}`));
    });
  }

  /** Of its own; what it starts are that one's children. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Resolves when `probe` holds; rejects with the end of the server's log when it ends before, or is not ready in time. */
  async ready(probe: () => Promise<boolean>, deadline: number): Promise<void> {
    const end = Date.now() + deadline;
    while (this.#running) {
      if (await probe().catch(() => false)) return;
      if (Date.now() > end) throw new Error(`${this.name} was not ready after ${deadline} ms.\n${this.#endOfLog()}`);
      await Promise.race([sleep(50), this.#exited]);
    }
    throw new Error(`${this.name} ended before it was ready (${await this.#exited}).\n${this.#endOfLog()}`);
  }

  /** Ends it at once, as a crash does. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#running) return;
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_DEADLINE);
    await this.#exited;
    clearTimeout(timer);
  }

  #endOfLog(): string {
    return readFileSync(this.#log, 'utf8').split('\n').slice(-40).join('\n');
  }
}

/** Loopback ports that nothing listens on now. All are taken before one is released, so they differ. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  const ports: number[] = [];
  for (const server of servers) {
    if (!server.listening) await new Promise<void>((resolve) => server.once('listening', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('A TCP server has no port.');
    ports.push(address.port);
  }
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
