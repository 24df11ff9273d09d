import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import { eachName, hitName, settledName } from './awaits.ts';

/** The n-th time, from 1, that a site is reached by what follows from the requests after arming. */
export interface Hit {
  readonly site: string;
  readonly occurrence: number;
}

/**
 * Counts what instrumented code reaches from when it is armed on, and kills this very process at one hit. What a request that
 * came before has left behind, and what the process does by its own clock, is not counted: it is not the same each time.
 */
export class Hits {
  readonly #counts = new Map<string, number>();
  readonly #recorded: Hit[] = [];
  readonly #counted = new AsyncLocalStorage<true>();
  #armed = false;
  #target: Hit | undefined;

  /** Without a target it only records. */
  arm(target: Hit | undefined): void {
    this.#armed = true;
    this.#target = target;
  }

  get recorded(): readonly Hit[] {
    return this.#recorded;
  }

  /** Counts what the work reaches, as if a request had brought it. */
  count<T>(work: () => T): T {
    return this.#counted.run(true, work);
  }

  /** To be called once, before any instrumented code runs. */
  install(): void {
    // Told of a request before anybody handles it, and in the context from which it is handled.
    subscribe('http.server.request.start', () => {
      if (this.#armed) this.#counted.enterWith(true);
    });
    const reach = (site: string) => this.#reach(site);
    Object.assign(globalThis, {
      [hitName]: reach,
      [settledName]: (site: string, value: unknown) => {
        reach(site);
        return value;
      },
      [eachName]: (before: string, after: string, values: Values) => eachOf(values, before, after, reach),
    });
  }

  #reach(site: string): void {
    if (this.#counted.getStore() !== true) return;
    const occurrence = (this.#counts.get(site) ?? 0) + 1;
    this.#counts.set(site, occurrence);
    this.#recorded.push({ site, occurrence });
    // Nothing of this process runs after the call: no handler, no flush, no rollback.
    if (this.#target?.site === site && this.#target.occurrence === occurrence) process.kill(process.pid, 'SIGKILL');
  }
}

type Values = AsyncIterable<unknown> | Iterable<unknown>;

function eachOf(values: Values, before: string, after: string, reach: (site: string) => void): AsyncIterable<unknown> {
  const iterator = Symbol.asyncIterator in values ? values[Symbol.asyncIterator]() : values[Symbol.iterator]();
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        reach(before);
        const result = await iterator.next();
        reach(after);
        return result.done === true ? result : { done: false, value: await result.value };
      },
      async return(value: unknown) {
        return (await iterator.return?.(value)) ?? { done: true, value };
      },
    }),
  };
}
