import { setImmediate } from 'node:timers/promises';

/** Makes something of each item, and lets others have the process in between: statistics of hundreds of series take a while. */
export async function inTurn<T, R>(
  items: Iterable<T>,
  make: (item: T) => R,
  signal: AbortSignal,
): Promise<readonly R[]> {
  const made: R[] = [];
  for (const item of items) {
    made.push(make(item));
    await setImmediate();
    signal.throwIfAborted();
  }
  return made;
}
