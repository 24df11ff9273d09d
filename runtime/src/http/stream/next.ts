/** The iterator's next result, or `ended` as soon as the signal aborts, or `late` after a time. Leaves no listener behind. */
export function nextUntil<T>(
  next: Promise<IteratorResult<T>>,
  signal: AbortSignal,
  milliseconds?: number,
): Promise<IteratorResult<T> | 'ended' | 'late'> {
  const { promise, resolve, reject } = Promise.withResolvers<IteratorResult<T> | 'ended' | 'late'>();
  const onAbort = () => resolve('ended');
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  const timer = milliseconds === undefined ? undefined : setTimeout(resolve, milliseconds, 'late' as const);
  next.then(resolve, reject);
  return promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  });
}

/** Lets go of an iterator without waiting for it: one that waits for its next value ends when that comes. */
export function abandon(iterator: AsyncIterator<unknown>): void {
  void iterator.return?.().catch(() => undefined);
}
