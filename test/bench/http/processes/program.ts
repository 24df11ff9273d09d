import { type ChildProcess, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Reply {
  readonly ready?: true;
  readonly id?: number;
  readonly result?: unknown;
  readonly failure?: string;
}

export interface ProgramOptions {
  /** The first argument of the program, as JSON. */
  readonly argument?: unknown;
  /** Where its standard output goes; nowhere unless told. */
  readonly output?: string;
}

/** A process of one benchmark: what is measured, what it depends on and what puts it under load are kept apart. */
export class Program implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #exited: Promise<never>;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #count = 0;

  private constructor(child: ChildProcess, name: string) {
    this.#child = child;
    this.#exited = new Promise((_, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => reject(new Error(`${name} ended (${code ?? signal})`)));
    });
    this.#exited.catch(() => undefined);
    child.on('message', (message) => this.#receive(message as Reply));
  }

  /** Starts `programs/NAME.ts`, or the file of a URL, and gives it when it says that it is ready. */
  static async start(program: string | URL, { argument = {}, output }: ProgramOptions = {}): Promise<Program> {
    const url = typeof program === 'string' ? new URL(`../programs/${program}.ts`, import.meta.url) : program;
    const flags = ['--conditions=hexaops-source', '--expose-gc', fileURLToPath(url), JSON.stringify(argument)];
    // As many open files as the machine allows: each of ten thousand connections is one. The limit is a shell's to raise.
    const script = 'ulimit -S -n "$(ulimit -H -n)"; exec "$0" "$@"';
    const child = spawn('/bin/sh', ['-c', script, process.execPath, ...flags], {
      stdio: ['ignore', output === undefined ? 'ignore' : openSync(output, 'a'), 'inherit', 'ipc'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    const { promise: ready, resolve } = Promise.withResolvers<void>();
    child.once('message', () => resolve());
    const started = new Program(child, url.pathname.split('/').at(-1) ?? '');
    await Promise.race([ready, started.#exited]);
    return started;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Raises what the program raised, or that it has ended. */
  async ask<T>(name: string, argument: unknown = null): Promise<T> {
    this.#count += 1;
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(this.#count, waiting);
    this.#child.send({ id: this.#count, name, argument });
    return (await Promise.race([waiting.promise, this.#exited])) as T;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited.catch(() => undefined);
  }

  #receive({ id = 0, result, failure }: Reply): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (failure === undefined) waiting?.resolve(result);
    else waiting?.reject(new Error(failure));
  }
}
