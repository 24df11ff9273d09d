import { EventEmitter } from 'node:events';
import { PassThrough, Readable, Writable } from 'node:stream';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { run } from '../program.ts';

export interface Session {
  /** What stands on standard input. */
  readonly input?: string | Uint8Array | Readable;
  readonly environment?: Readonly<Record<string, string>>;
  /** Somebody sits there: what they see is coloured and moves, and they are asked. At the end of the answers they leave. */
  readonly answers?: readonly string[];
  /** Of the terminal; 100 unless told. */
  readonly columns?: number;
  /** Presses Ctrl-C when this stands on the screen, each time once. */
  readonly interruptAt?: readonly string[];
}

export interface Ended {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command in this process, and gives what it wrote and with what it ended. */
export async function hexaops(argv: readonly string[], session: Session = {}): Promise<Ended> {
  const { input = '', environment = {}, answers, interruptAt = [] } = session;
  const interrupts = new EventEmitter();
  const stdout = new Recorder();
  const stderr = new Recorder();
  const terminal = answers !== undefined;
  const left = [...interruptAt];
  for (const recorder of [stdout, stderr]) {
    recorder.on('written', (text: string) => {
      if (left[0] === undefined || !text.includes(left[0])) return;
      left.shift();
      setImmediate(() => interrupts.emit('interrupt'));
    });
  }
  const io: Io = {
    stdin: terminal
      ? keyboard(stdout, answers)
      : input instanceof Readable
        ? input
        : Readable.from([Buffer.from(input)]),
    stdout,
    stderr,
    environment,
    attended: terminal,
    interactive: terminal,
    moving: terminal,
    coloured: terminal,
    size: () => (terminal ? { columns: session.columns ?? 100, rows: 24 } : undefined),
    onInterrupt: (listener) => {
      interrupts.on('interrupt', listener);
      return () => interrupts.off('interrupt', listener);
    },
  };
  const code = await run(argv, io);
  return { code, stdout: stdout.text, stderr: stderr.text };
}

/** An answer of somebody who sits there and types nothing. */
export const waits = '(types nothing)';

/** Types the next answer when the screen asks for it. */
function keyboard(screen: Recorder, answers: readonly string[]): Readable {
  const typed = new PassThrough();
  const left = [...answers];
  screen.on('written', (text: string) => {
    if (!/(?:^> |\] )$/.test(text)) return;
    const answer = left.shift();
    if (answer === waits) return;
    if (answer === undefined) typed.end();
    else typed.write(`${answer}\n`);
  });
  return typed;
}

class Recorder extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: () => void): void {
    this.text += chunk.toString();
    this.emit('written', chunk.toString());
    callback();
  }
}
