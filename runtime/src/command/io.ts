import type { Readable, Writable } from 'node:stream';
import { isatty } from 'node:tty';

/** Where a command reads and writes: the process's own, or a test's. */
export interface Io {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Standard input and output are terminals: somebody is there to be asked. */
  readonly attended: boolean;
  /** Standard error is a terminal: progress may move. In a pipe every line is plain and stays. */
  readonly interactive: boolean;
  /** Standard output is a terminal that shows colours. */
  readonly coloured: boolean;
}

/** https://no-color.org: any text but the empty one switches colours off. */
export function processIo(): Io {
  const { stdin, stdout, stderr, env } = process;
  const [input, output, errors] = [0, 1, 2].map((descriptor) => isatty(descriptor));
  const dumb = env['TERM'] === 'dumb';
  return {
    stdin,
    stdout,
    stderr,
    environment: env,
    attended: input === true && output === true,
    interactive: errors === true && !dumb,
    coloured: output === true && !dumb && (env['NO_COLOR'] ?? '') === '',
  };
}

/** Writes a line, and waits for a reader that is slower. Rejects when nobody reads any more: see `isBrokenPipe`. */
export function print(io: Io, text: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  io.stdout.write(`${text}\n`, (error) => (error ? reject(error) : resolve()));
  return promise;
}

/** The reader has what it wanted (`| head`): nothing is wrong. */
export function isBrokenPipe(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED';
}
