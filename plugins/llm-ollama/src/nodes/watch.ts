import { setTimeout as sleep } from 'node:timers/promises';
import { clock } from '../clock.ts';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import type { Scheduler } from '../schedule/index.ts';
import type { NodeClient } from './client.ts';
import type { Discover } from './discover.ts';

/** Milliseconds that a node is given to say what it has. */
const answerWithin = 2_000;
/** Looks in a row that a node must not answer before it counts as lost: one may be chance. */
const missesToLose = 2;
/** Of so many looks one asks what is on the node's disk, too: models are seldom fetched. */
const looksForDisk = 5;

export interface WatchOptions {
  readonly discover: Discover;
  readonly everyMilliseconds: number;
  readonly makeClient: (url: string) => NodeClient;
  /** A node is none of those to use any more. */
  readonly gone: (url: string) => void;
}

/** Looks again and again which nodes there are and what each has loaded. */
export class Watch implements AsyncDisposable {
  readonly #scheduler: Scheduler;
  readonly #dispatcher: Dispatcher;
  readonly #options: WatchOptions;
  readonly #misses = new Map<string, number>();
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #looks = 0;

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
    for (const known of this.#dispatcher.clients.keys()) if (!urls.includes(known)) this.#drop(known);
    for (const url of urls) {
      if (!this.#dispatcher.clients.has(url)) this.#dispatcher.use(url, this.#options.makeClient(url));
    }
    await Promise.all([...this.#dispatcher.clients].map(([node, client]) => this.#lookAt(node, client)));
    this.#looks += 1;
    this.#dispatcher.kick();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #lookAt(node: string, client: NodeClient): Promise<void> {
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(answerWithin)]);
    const asked = clock();
    try {
      const [loaded, installed] = await Promise.all([client.loaded(signal), this.#installed(node, client, signal)]);
      // It was dropped meanwhile.
      if (this.#dispatcher.clients.get(node) !== client) return;
      this.#misses.delete(node);
      const models = loaded.map(({ model }) => model);
      this.#scheduler.observe(node, models, clock(), asked);
      if (installed !== undefined) this.#scheduler.installed(node, installed);
    } catch {
      const misses = (this.#misses.get(node) ?? 0) + 1;
      this.#misses.set(node, misses);
      if (misses >= missesToLose) this.#scheduler.lost(node);
    }
  }

  /** What is on its disk, where it is time to ask and it tells. */
  async #installed(node: string, client: NodeClient, signal: AbortSignal): Promise<readonly string[] | undefined> {
    const known = this.#scheduler.nodes.get(node);
    const isTime = this.#looks % looksForDisk === 0 || known?.up !== true || known.installed === undefined;
    if (!isTime) return undefined;
    const models = await client.installed(signal).catch(() => undefined);
    return models?.map(({ model }) => model);
  }

  #drop(node: string): void {
    this.#dispatcher.drop(node);
    this.#misses.delete(node);
    this.#options.gone(node);
  }

  async #goOn(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await sleep(this.#options.everyMilliseconds, undefined, { signal, ref: false }).catch(() => undefined);
      if (!signal.aborted) await this.look();
    }
  }
}
