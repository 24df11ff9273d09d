import { HexaopsError } from '../errors.ts';

/**
 * Does the work within its time, and not after `cancelled` aborts: raises `deadline-exceeded` or `cancelled` then, whether
 * the work heeds its signal or not. Leaves neither a timer nor a listener behind.
 */
export function withinTime<T>(
  what: string,
  milliseconds: number,
  cancelled: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const isCancelled = () => cancelled?.aborted === true;
    if (isCancelled()) throw new HexaopsError('cancelled', `${what} was cancelled`);
    const stop = new AbortController();
    // Where this raises there is nothing to leave behind yet.
    const working = work(stop.signal);
    const leave = () => {
      clearTimeout(timer);
      cancelled?.removeEventListener('abort', cancel);
    };
    const end = (error: HexaopsError) => {
      leave();
      reject(error);
      stop.abort(error);
    };
    const cancel = () => end(new HexaopsError('cancelled', `${what} was cancelled`));
    const late = () =>
      end(
        new HexaopsError('deadline-exceeded', `${what} took longer than ${milliseconds} ms`, {
          nextStep: 'ask about one namespace or one object, or raise the time that "budget" of the configuration gives',
        }),
      );
    const timer = setTimeout(late, milliseconds);
    cancelled?.addEventListener('abort', cancel, { once: true });
    // The work itself may have cancelled.
    if (isCancelled()) cancel();
    // What the work comes to after its time is of no use to anybody, and its failure nobody's to hear of.
    working.then(
      (value) => {
        leave();
        resolve(value);
      },
      (error: unknown) => {
        leave();
        reject(error);
      },
    );
  });
}
