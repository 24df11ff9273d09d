import type { RunEvent } from '@hexaops/core';
import { abandon, nextUntil } from './next.ts';

/** Longer than a store takes to give the next event, shorter than a person notices. Milliseconds. */
const idleMilliseconds = 100;

export interface Patience {
  /** How long to wait for the end of a run that is being worked on. */
  readonly waitMilliseconds: number;
  /** Ends the wait. */
  readonly signal: AbortSignal;
}

const impatient: Patience = { waitMilliseconds: 0, signal: new AbortController().signal };

/** The events that there are by now: stops where the next one is not there within a moment, although the run goes on. */
export async function* availableEvents(
  events: AsyncIterable<RunEvent>,
  { waitMilliseconds, signal }: Patience = impatient,
): AsyncIterable<RunEvent> {
  const deadline = performance.now() + waitMilliseconds;
  const iterator = events[Symbol.asyncIterator]();
  try {
    for (;;) {
      const patience = Math.max(idleMilliseconds, deadline - performance.now());
      const next = await nextUntil(iterator.next(), signal, patience);
      if (next === 'late' || next === 'ended' || next.done === true) return;
      yield next.value;
    }
  } finally {
    abandon(iterator);
  }
}
