import { setTimeout as sleep } from 'node:timers/promises';

/** Settles after some milliseconds, or when the signal aborts; never raises. Keeps no process alive. */
export type Wait = (milliseconds: number, signal: AbortSignal) => Promise<void>;

export const wait: Wait = async (milliseconds, signal) => {
  await sleep(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
};
