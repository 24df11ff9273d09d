import { setTimeout as sleep } from 'node:timers/promises';
import type { FakeSettings } from './settings.ts';
import { Runner, type RunnerOptions } from './runner.ts';

/** What a request is refused with. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Brings models into memory, one at a time, and takes idle ones out: the scheduler of a node. */
export class Loader {
  readonly #settings: FakeSettings;
  readonly runners = new Map<string, Runner>();
  #last: Promise<unknown> = Promise.resolve();
  #pending = 0;
  loads = 0;
  #idle = Promise.withResolvers<void>();

  constructor(settings: FakeSettings) {
    this.#settings = settings;
  }

  /** The runner for a request, which it counts as one of its own until `done`. Raises `Refusal`. */
  async acquire(
    model: string,
    options: RunnerOptions,
    keepAlive: number | undefined,
    signal: AbortSignal,
  ): Promise<Runner> {
    const loaded = this.#compatible(model, options);
    if (loaded !== undefined) return this.#use(loaded, keepAlive);
    if (this.#pending >= this.#settings.maximumQueue) {
      throw new Refusal(503, 'server busy, please try again.  maximum pending requests exceeded');
    }
    this.#pending += 1;
    const turn = this.#last.then(() => this.#loadInTurn(model, options, keepAlive, signal));
    this.#last = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      this.#pending -= 1;
    }
  }

  done(runner: Runner): void {
    runner.references -= 1;
    runner.expiresAt = Date.now() + runner.keepAlive;
    if (runner.references > 0) return;
    // The answer does not wait for it: `ps` lists the model a moment longer.
    if (runner.keepAlive <= 0)
      setTimeout(() => runner.references === 0 && this.#remove(runner), this.#settings.unloadMilliseconds);
    this.#idle.resolve();
    this.#idle = Promise.withResolvers();
  }

  /** Those whose time is over. */
  expire(): void {
    for (const runner of this.runners.values()) {
      if (runner.references === 0 && runner.expiresAt <= Date.now()) this.#remove(runner);
    }
  }

  #compatible(model: string, options: RunnerOptions): Runner | undefined {
    const runner = this.runners.get(model);
    return runner?.options === JSON.stringify(options) ? runner : undefined;
  }

  #use(runner: Runner, keepAlive: number | undefined): Runner {
    runner.references += 1;
    if (keepAlive !== undefined) runner.keepAlive = keepAlive;
    return runner;
  }

  async #loadInTurn(
    model: string,
    options: RunnerOptions,
    keepAlive: number | undefined,
    signal: AbortSignal,
  ): Promise<Runner> {
    signal.throwIfAborted();
    for (;;) {
      const loaded = this.#compatible(model, options);
      if (loaded !== undefined) return this.#use(loaded, keepAlive);
      const victim = this.runners.get(model) ?? this.#victim();
      if (victim === undefined) break;
      if (victim.references > 0) await Promise.race([this.#idle.promise, aborted(signal)]);
      else {
        await sleep(this.#settings.unloadMilliseconds);
        this.#remove(victim);
      }
    }
    // Whoever caused the load ends it by going away.
    await sleep(this.#settings.loadMilliseconds, undefined, { signal });
    const fails = this.#settings.models[model]?.loadFails;
    if (fails !== undefined) throw new Refusal(500, fails);
    this.loads += 1;
    const runner = new Runner(model, options, this.#settings.parallel, keepAlive ?? this.#settings.keepAlive);
    this.runners.set(model, runner);
    return this.#use(runner, keepAlive);
  }

  /** At the limit: the idle one with the shortest keep-alive, else the first that will be idle. */
  #victim(): Runner | undefined {
    if (this.runners.size < this.#settings.maximumLoaded) return undefined;
    const byKeepAlive = [...this.runners.values()].sort((left, right) => left.keepAlive - right.keepAlive);
    return byKeepAlive.find(({ references }) => references === 0) ?? byKeepAlive[0];
  }

  #remove(runner: Runner): void {
    if (this.runners.get(runner.model) === runner) this.runners.delete(runner.model);
    runner.ended.resolve();
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
