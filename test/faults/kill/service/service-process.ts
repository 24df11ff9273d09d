import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Answer, Command } from '../instrument/commands.ts';
import type { Hit } from '../instrument/hits.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const register = new URL('../instrument/register.ts', import.meta.url).href;

export interface ServiceOptions {
  /** The file of its configuration. */
  readonly file: string;
  /** A directory for instrumented sources, kept from one process to the next; undefined: the service as it is. */
  readonly instrumented?: string;
}

/** The service as a process of its own, that can be killed at an await. It ends when this process does. */
export class ServiceProcess implements AsyncDisposable {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #exit: Promise<NodeJS.Signals | number | null>;
  #running = true;

  private constructor(child: ChildProcess, exit: Promise<NodeJS.Signals | number | null>, url: string) {
    this.#child = child;
    this.#exit = exit;
    this.url = url;
    void exit.then(() => (this.#running = false));
  }

  static async start({ file, instrumented }: ServiceOptions): Promise<ServiceProcess> {
    const hooks = instrumented === undefined ? [] : ['--import', register];
    const { DATABASE_URL: _, ...environment } = process.env;
    const child = fork(main, [file], {
      // A large nursery: such a process dies before it has garbage worth collecting.
      execArgv: ['--conditions=hexaops-source', '--max-semi-space-size=64', ...hooks],
      env: {
        ...environment,
        NODE_NO_WARNINGS: '1',
        ...(instrumented && { HEXAOPS_INSTRUMENTED: instrumented, NODE_COMPILE_CACHE: `${instrumented}-compiled` }),
      },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let words = '';
    child.stderr?.on('data', (chunk: Buffer) => (words += chunk.toString()));
    const exit = once(child, 'exit').then(([code, signal]) => (signal ?? code) as NodeJS.Signals | number | null);
    const ready = answerOf(child, 'ready');
    const ended = exit.then((how) => {
      throw new Error(`the service ended before it was ready (${String(how)}): ${words}`);
    });
    ended.catch(() => undefined);
    const { url } = await Promise.race([ready, ended]);
    return new ServiceProcess(child, exit, url);
  }

  /** From now on awaits count; at the target the process kills itself. */
  async arm(target: Hit | undefined): Promise<void> {
    await this.#ask({ type: 'arm', target }, 'armed');
  }

  async hits(): Promise<readonly Hit[]> {
    return (await this.#ask({ type: 'hits' }, 'hits')).hits;
  }

  get running(): boolean {
    return this.#running;
  }

  /** How it has ended. */
  get ended(): Promise<NodeJS.Signals | number | null> {
    return this.#exit;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exit;
  }

  async #ask<T extends Answer['type']>(command: Command, type: T): Promise<Extract<Answer, { readonly type: T }>> {
    const answer = answerOf(this.#child, type);
    this.#child.send(command);
    const ended = this.#exit.then((how) => {
      throw new Error(`the service ended (${String(how)}) before it said "${type}"`);
    });
    ended.catch(() => undefined);
    return Promise.race([answer, ended]);
  }
}

async function answerOf<T extends Answer['type']>(
  child: ChildProcess,
  type: T,
): Promise<Extract<Answer, { readonly type: T }>> {
  for (;;) {
    const [answer] = (await once(child, 'message')) as [Answer];
    if (answer.type === type) return answer as Extract<Answer, { readonly type: T }>;
  }
}
