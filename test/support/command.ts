import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The program and the arguments that start `hexaops` from its sources. */
export const hexaops = [
  process.execPath,
  '--conditions=hexaops-source',
  fileURLToPath(new URL('../../runtime/src/command/main.ts', import.meta.url)),
] as const;

/** A process whose screen is read while it is running. */
export class WatchedProcess implements AsyncDisposable {
  readonly child: ChildProcessWithoutNullStreams;
  /** Its exit code. */
  readonly ended: Promise<number | null>;
  stdout = '';
  stderr = '';

  constructor([program, ...parameters]: readonly [string, ...string[]], environment: Readonly<Record<string, string>>) {
    const env = { PATH: process.env['PATH'], TERM: 'xterm', ...environment };
    this.child = spawn(program, parameters, { env });
    this.child.stdin.on('error', () => undefined);
    this.child.stdout.setEncoding('utf8').on('data', (text: string) => void (this.stdout += text));
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => void (this.stderr += text));
    this.ended = once(this.child, 'close').then(([code]) => code as number | null);
  }

  /** Waits until what was written since the last time that was waited holds this; raises where it ends without. */
  async shows(pattern: RegExp): Promise<void> {
    for (;;) {
      const found = pattern.exec(this.stdout.slice(this.#seen));
      if (found !== null) {
        this.#seen += found.index + found[0].length;
        return;
      }
      const end = await Promise.race([once(this.child.stdout, 'data').then(() => undefined), this.ended]);
      if (end !== undefined && !pattern.test(this.stdout.slice(this.#seen)))
        throw new Error(`it ended with ${end} and never showed ${pattern.source}:\n${this.stdout}\n${this.stderr}`);
    }
  }

  #seen = 0;

  async [Symbol.asyncDispose](): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}
