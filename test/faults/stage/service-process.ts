import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Readings } from './probe.ts';

const main = fileURLToPath(new URL('../../../runtime/src/command/main.ts', import.meta.url));
const probe = new URL('probe.ts', import.meta.url).href;
const startMilliseconds = 60_000;
/** Of util-linux: the kernel kills what it runs when the process that started it dies. */
const endsWithParent = { program: 'setpriv', flags: ['--pdeathsig', 'KILL'] } as const;

/** `hexaops serve` as a process of its own, with a probe of its event loop. The kernel ends it should the test's process die. */
export class ServiceProcess implements AsyncDisposable {
  readonly url: string;
  /** The code or the signal that it ended with, and when, by `performance.now()`. */
  readonly exited: Promise<{ readonly how: string; readonly at: number }>;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, url: string, exited: ServiceProcess['exited']) {
    this.#child = child;
    this.url = url;
    this.exited = exited;
  }

  /** Settles when it is ready. Raises what it wrote where it ends before. */
  static async start(configuration: string): Promise<ServiceProcess> {
    const flags = ['--conditions=hexaops-source', '--import', probe, main, 'serve', '--config', configuration];
    const child = spawn(endsWithParent.program, [...endsWithParent.flags, process.execPath, ...flags], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { PATH: process.env['PATH'] },
    });
    const exited = once(child, 'exit').then(([code, signal]: (number | string | null)[]) => ({
      how: String(code ?? signal),
      at: performance.now(),
    }));
    const written: string[] = [];
    const { promise: ready, resolve } = Promise.withResolvers<string>();
    createInterface(child.stderr ?? process.stdin).on('line', (line) => {
      const url = /^ready (\S+)$/.exec(line)?.[1];
      if (url === undefined) written.push(line);
      else resolve(url);
    });
    const late = AbortSignal.timeout(startMilliseconds);
    const never = new Promise<never>((_, reject) =>
      late.addEventListener('abort', () => reject(new Error('not ready'))),
    );
    const ended = exited.then(({ how }) => Promise.reject(new Error(`it ended with ${how}\n${written.join('\n')}`)));
    return new ServiceProcess(child, await Promise.race([ready, ended, never]), exited);
  }

  signal(name: 'SIGTERM' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
    this.#child.kill(name);
  }

  /** What the probe has seen since it was last asked. */
  async read(): Promise<Readings> {
    const answer = once(this.#child, 'message') as Promise<[Readings]>;
    this.#child.send('read');
    const [readings] = await answer;
    return readings;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.signal('SIGKILL');
    await this.exited;
  }
}
