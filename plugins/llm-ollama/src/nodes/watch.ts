import { setTimeout as sleep } from 'node:timers/promises';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import type { Scheduler } from '../schedule/index.ts';
import type { NodeClient } from './client.ts';
import type { Discover } from './discover.ts';

/** Milliseconds that a node is given to say what it has. */
const answerWithin = 2_000;
/** Looks in a row that a node must not answer before it counts as lost: one may be chance. */
const missesToLose = 2;

export interface WatchOptions {
  readonly discover: Discover;
  readonly everyMilliseconds: number;
  readonly makeClient: (url: string) => NodeClient;
}

/** Looks again and again which nodes there are and what each has loaded. */
export class Watch implements AsyncDisposable {
  readonly #scheduler: Scheduler;
  readonly #dispatcher: Dispatcher;
  readonly #options: WatchOptions;
  readonly #misses = new Map<string, number>();
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(scheduler: Scheduler, dispatcher: Dispatcher, options: WatchOptions) {
    this.#scheduler = scheduler;
    this.#dispatcher = dispatcher;
    this.#options = options;
  }

  /** Returns after the first look, however it went. */
  async start(): Promise<void> {
    await this.look();
    this.#running = this.#goOn();
  }

  async look(): Promise<void> {
    // Where the name cannot be looked up the nodes that are known stay.
    const urls = await this.#options.discover().catch(() => [...this.#dispatcher.clients.keys()]);
    for (const known of this.#dispatcher.clients.keys()) if (!urls.includes(known)) this.#dispatcher.drop(known);
    for (const url of urls) {
      if (!this.#dispatcher.clients.has(url)) this.#dispatcher.use(url, this.#options.makeClient(url));
    }
    await Promise.all([...this.#dispatcher.clients].map(([node, client]) => this.#lookAt(node, client)));
    this.#dispatcher.kick();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #lookAt(node: string, client: NodeClient): Promise<void> {
    try {
      const loaded = await client.loaded(AbortSignal.any([this.#stop.signal, AbortSignal.timeout(answerWithin)]));
      this.#misses.delete(node);
      const models = loaded.map(({ model }) => model);
      this.#scheduler.observe(node, models, Date.now());
    } catch {
      const misses = (this.#misses.get(node) ?? 0) + 1;
      this.#misses.set(node, misses);
      if (misses >= missesToLose) this.#scheduler.lost(node);
    }
  }

  async #goOn(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await sleep(this.#options.everyMilliseconds, undefined, { signal, ref: false }).catch(() => undefined);
      if (!signal.aborted) await this.look();
    }
  }
}
