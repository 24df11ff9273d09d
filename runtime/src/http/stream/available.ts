import type { RunEvent } from '@hexaops/core';
import { abandon, nextUntil } from './next.ts';

export interface Patience {
  /** How long to wait for the end of a run that is being worked on. */
  readonly waitMilliseconds: number;
  /** Ends the wait. */
  readonly signal: AbortSignal;
}

/** The events until the run ends or the patience does. */
export async function* availableEvents(
  events: AsyncIterable<RunEvent>,
  { waitMilliseconds, signal }: Patience,
): AsyncIterable<RunEvent> {
  const deadline = performance.now() + waitMilliseconds;
  const iterator = events[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await nextUntil(iterator.next(), signal, Math.max(0, deadline - performance.now()));
      if (next === 'late' || next === 'ended' || next.done === true) return;
      yield next.value;
    }
  } finally {
    abandon(iterator);
  }
}
