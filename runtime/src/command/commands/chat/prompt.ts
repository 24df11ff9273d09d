import type { Readable } from 'node:stream';
import { createInterface } from 'node:readline/promises';
import { setImmediate as immediate, setTimeout as delay } from 'node:timers/promises';
import type { Io } from '../../io.ts';

/** Milliseconds in which a terminal hands over what was typed before somebody was asked. */
const handingOver = 50;
const interruptCharacter = '\u0003';

export interface PromptOptions {
  /** Told of Ctrl-C, which a terminal hands to whoever reads its lines. */
  readonly interrupt: () => void;
  /** When it aborts there is no answer. */
  readonly signal: AbortSignal;
}

/**
 * What somebody types when they are asked; undefined where the input ends without it. What was typed before they could
 * read the question is thrown away: it answers something else.
 */
export async function wordsOf(io: Io, question: string, options: PromptOptions): Promise<string | undefined> {
  const { interrupt, signal } = options;
  await discardTyped(io.stdin, interrupt);
  if (signal.aborted) return undefined;
  const prompt = createInterface({ input: io.stdin, output: io.stdout, historySize: 0 });
  const closed = Promise.withResolvers<undefined>();
  prompt.once('close', () => closed.resolve(undefined));
  prompt.on('SIGINT', interrupt);
  try {
    return (await Promise.race([prompt.question(question, { signal }), closed.promise]))?.trim();
  } catch (error) {
    if (!signal.aborted) throw error;
    return undefined;
  } finally {
    prompt.close();
  }
}

async function discardTyped(stdin: Readable & { setRawMode?: (raw: boolean) => unknown }, interrupt: () => void) {
  if (stdin.readableEnded) return;
  const discard = (typed: Buffer | string) => {
    if (typed.includes(interruptCharacter)) interrupt();
  };
  stdin.setRawMode?.(true);
  stdin.on('data', discard);
  await delay(handingOver);
  // What was there when the time ran out is read before this comes.
  await immediate();
  stdin.off('data', discard);
  stdin.pause();
  stdin.setRawMode?.(false);
}
