import { setTimeout as sleep } from 'node:timers/promises';
import type { Scheduler } from '../schedule/index.ts';
import type { NodeClient } from '../nodes/client.ts';

/** Milliseconds. A load that takes longer than the server's own limit has failed. */
const longestLoad = 300_000;
const longestUnload = 60_000;
const confirmEvery = 250;
/** For which a model that could not be loaded is not wanted there again. */
const afterFailure = 20_000;

/**
 * Brings models to nodes and takes them away, on connections of their own: nobody whose call wanted the model can end its load
 * by going away.
 */
export class Placement {
  readonly #scheduler: Scheduler;
  readonly #changed: () => void;
  readonly #now: () => number;
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<void>>();
  swaps = 0;

  constructor(scheduler: Scheduler, now: () => number, changed: () => void) {
    this.#scheduler = scheduler;
    this.#now = now;
    this.#changed = changed;
  }

  load(client: NodeClient, node: string, model: string): void {
    this.swaps += 1;
    this.#run(async (signal) => {
      try {
        await client.load(model, AbortSignal.any([signal, AbortSignal.timeout(longestLoad)]));
        this.#scheduler.loaded(node, model, this.#now());
      } catch {
        this.#scheduler.loadFailed(node, model, this.#now() + afterFailure);
      }
    });
  }

  unload(client: NodeClient, node: string, model: string): void {
    this.#run(async (signal) => {
      const until = AbortSignal.any([signal, AbortSignal.timeout(longestUnload)]);
      try {
        await client.unload(model, until);
        while ((await client.loaded(until)).some((each) => each.model === model))
          await sleep(confirmEvery, undefined, { signal: until });
      } catch {
        // The watch says what the node has; nothing is gained by trying again here.
      }
      this.#scheduler.gone(node, model, this.#now());
    });
  }

  async end(): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled(this.#running);
  }

  #run(work: (signal: AbortSignal) => Promise<void>): void {
    const running = work(this.#stop.signal).finally(() => {
      this.#running.delete(running);
      if (!this.#stop.signal.aborted) this.#changed();
    });
    this.#running.add(running);
  }
}
