import type { Readable, Writable } from 'node:stream';

/** Where a command reads and writes: the process's own, or a test's. */
export interface Io {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Standard error is a terminal: progress may move and be coloured. In a pipe every line is plain and stays. */
  readonly interactive: boolean;
  /** Standard output is a terminal. */
  readonly coloured: boolean;
}

export function processIo(): Io {
  const { stdin, stdout, stderr, env } = process;
  const colours = env['NO_COLOR'] === undefined;
  return {
    stdin,
    stdout,
    stderr,
    environment: env,
    interactive: stderr.isTTY && colours,
    coloured: stdout.isTTY && colours,
  };
}

export function print(io: Io, text: string): void {
  io.stdout.write(`${text}\n`);
}
