import type { Append } from '../extension/store.ts';

/** One append as a test writes it: nothing is waited for or recorded unless told. */
export function appendOf(run: string, after: number, events: Append['events'], rest: Partial<Append> = {}): Append {
  return { run, after, events, status: 'running', now: 1, pending: null, ...rest };
}
