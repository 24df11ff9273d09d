import type { Readable, Writable } from 'node:stream';
import { isatty } from 'node:tty';
import { asciiTerminal, isWithoutUnicode } from './presentation/ascii.ts';

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
  /** Standard output is a terminal on which lines can be taken back. */
  readonly moving: boolean;
  /** Standard output is a terminal that shows colours. */
  readonly coloured: boolean;
  /** Of the terminal that standard output is, as it is now; undefined where it is none. */
  readonly size: () => ScreenSize | undefined;
  /** Hears Ctrl-C, which then ends nothing by itself, until it is told to stop. */
  readonly onInterrupt: (listener: () => void) => () => void;
}

interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

/** https://no-color.org: any text but the empty one switches colours off. */
export function processIo(): Io {
  const { stdin, stdout, stderr, env } = process;
  const [input, output, errors] = [0, 1, 2].map((descriptor) => isatty(descriptor));
  // What goes into a file or a pipe is data, and UTF-8 in any case.
  const isPlain = isWithoutUnicode(env);
  const dumb = env['TERM'] === 'dumb';
  return {
    stdin,
    stdout: isPlain && output === true ? asciiTerminal(stdout) : stdout,
    stderr: isPlain && errors === true ? asciiTerminal(stderr) : stderr,
    environment: env,
    attended: input === true && output === true,
    interactive: errors === true && !dumb,
    moving: output === true && !dumb,
    coloured: output === true && !dumb && (env['NO_COLOR'] ?? '') === '',
    // A terminal that does not tell its size says 0.
    size: () => (output === true ? { columns: stdout.columns || 80, rows: stdout.rows || 24 } : undefined),
    onInterrupt: (listener) => {
      process.on('SIGINT', listener);
      return () => process.off('SIGINT', listener);
    },
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
