import { HexaopsError } from '../errors.ts';

/**
 * Does the work within its time, and not after `cancelled` aborts: raises `deadline-exceeded` or `cancelled` then, whether
 * the work heeds its signal or not. Leaves neither a timer nor a listener behind.
 */
export async function withinTime<T>(
  what: string,
  milliseconds: number,
  cancelled: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const ended = Promise.withResolvers<never>();
  ended.promise.catch(() => undefined);
  const end = (error: HexaopsError) => {
    ended.reject(error);
    stop.abort(error);
  };
  const cancel = () => end(new HexaopsError('cancelled', `${what} was cancelled`));
  if (cancelled?.aborted === true) throw new HexaopsError('cancelled', `${what} was cancelled`);
  cancelled?.addEventListener('abort', cancel, { once: true });
  const timer = setTimeout(
    () =>
      end(
        new HexaopsError('deadline-exceeded', `${what} took longer than ${milliseconds} ms`, {
          nextStep: 'ask about one namespace or one object, or raise the time that "budget" of the configuration gives',
        }),
      ),
    milliseconds,
  );
  try {
    return await Promise.race([work(stop.signal), ended.promise]);
  } finally {
    clearTimeout(timer);
    cancelled?.removeEventListener('abort', cancel);
  }
}
