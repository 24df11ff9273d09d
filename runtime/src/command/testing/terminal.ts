import { PassThrough, Readable, Writable } from 'node:stream';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { run } from '../program.ts';

export interface Session {
  /** What stands on standard input. */
  readonly input?: string | Uint8Array | Readable;
  readonly environment?: Readonly<Record<string, string>>;
  /** Where somebody sits: what they see is coloured and moves, and they can be asked. */
  readonly terminal?: boolean;
}

export interface Ended {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command in this process, and gives what it wrote and with what it ended. */
export async function hexaops(argv: readonly string[], session: Session = {}): Promise<Ended> {
  const { input = '', environment = {}, terminal = false } = session;
  const stdout = new Recorder();
  const stderr = new Recorder();
  const io: Io = {
    stdin: input instanceof Readable ? input : Readable.from([input], { objectMode: false }),
    stdout,
    stderr,
    environment,
    attended: terminal,
    interactive: terminal,
    coloured: terminal,
  };
  const code = await run(argv, io);
  return { code, stdout: stdout.text, stderr: stderr.text };
}

/** Somebody who types an answer whenever they are asked something. */
export function typing(...answers: readonly string[]): Readable {
  const keyboard = new PassThrough();
  keyboard.write(answers.map((answer) => `${answer}\n`).join(''));
  return keyboard;
}

class Recorder extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: () => void): void {
    this.text += chunk.toString();
    callback();
  }
}
