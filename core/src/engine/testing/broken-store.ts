import type { Store } from '../../extension/store.ts';
import type { RunEvent } from '../../run/events.ts';

/** How a process may end at its n-th append: before it is stored, after it, or waiting for an answer for ever. */
export type Death = 'before' | 'after' | 'silence';

/** The store as a process sees it that dies at its n-th append, counted from 1: from there on nothing is written any more. */
export function dyingStore(store: Store, at: number, death: Death): Store {
  let appends = 0;
  return {
    ...store,
    async append(append) {
      appends += 1;
      if (appends < at) return store.append(append);
      if (appends === at && death === 'after') await store.append(append);
      if (death === 'silence') return new Promise<never>(() => undefined);
      throw new Error('the process is dead');
    },
  };
}

/** The store of somebody who can change what is in it: every event is read through `change`. */
export function tamperedStore(store: Store, change: (event: RunEvent) => RunEvent): Store {
  return { ...store, events: async (run, after) => (await store.events(run, after)).map(change) };
}
