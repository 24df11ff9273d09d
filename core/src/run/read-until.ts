import { setTimeout } from 'node:timers/promises';
import type { ToolContext } from '../extension/tool.ts';

/** Milliseconds between two readings. Together they take less than five seconds: a token lives ten. */
const pauses = [200, 400, 700, 1000, 1200, 1400];
/** Milliseconds that a reading may take: none begins when the token has less. */
const reserve = 500;

/**
 * Reads until what is read is as it should be, or it is time to say what there is: after some five seconds, when the
 * caller's token is about to expire, or when the call is cancelled. Gives the last reading.
 */
export async function readUntil<T>(
  read: () => Promise<T>,
  isDone: (value: T) => boolean,
  context: ToolContext,
): Promise<T> {
  let value = await read();
  for (const pause of pauses) {
    if (isDone(value) || context.signal.aborted || expiresWithin(context, pause + reserve)) break;
    try {
      await setTimeout(pause, undefined, { signal: context.signal });
      value = await read();
    } catch (error) {
      // What was read before still stands when the call is cancelled meanwhile.
      if (!context.signal.aborted) throw error;
    }
  }
  return value;
}

function expiresWithin(context: ToolContext, milliseconds: number): boolean {
  return context.caller.token?.isExpired(context.now() + milliseconds) ?? false;
}
