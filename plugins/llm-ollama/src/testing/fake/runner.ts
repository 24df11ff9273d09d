import { setTimeout as sleep } from 'node:timers/promises';

/** What makes a runner another one: a request that differs in these loads the model anew. */
export type RunnerOptions = Readonly<
  Record<'num_ctx' | 'num_batch' | 'num_gpu' | 'main_gpu' | 'use_mmap' | 'num_thread', unknown>
>;

export function runnerOptionsOf(options: Readonly<Record<string, unknown>> = {}): RunnerOptions {
  const { num_ctx, num_batch, num_gpu, main_gpu, use_mmap, num_thread } = options;
  return { num_ctx, num_batch, num_gpu, main_gpu, use_mmap, num_thread };
}

/** A loaded model: its slots, first come first served, without end and without classes. */
export class Runner {
  readonly model: string;
  readonly options: string;
  readonly caches: string[] = [];
  readonly #waiting: (() => void)[] = [];
  #free: number;
  references = 0;
  keepAlive: number;
  expiresAt: number;
  readonly ended = Promise.withResolvers<void>();

  constructor(model: string, options: RunnerOptions, parallel: number, keepAlive: number) {
    this.model = model;
    this.options = JSON.stringify(options);
    this.#free = parallel;
    this.keepAlive = keepAlive;
    this.expiresAt = Date.now() + keepAlive;
  }

  /** Waits for a slot. Rejects where the client has gone meanwhile. */
  async enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    const leave = () => {
      const place = this.#waiting.indexOf(resolve);
      if (place >= 0) this.#waiting.splice(place, 1);
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', leave, { once: true });
    await promise.finally(() => signal.removeEventListener('abort', leave));
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }

  /** Reads a prompt; gives the tokens that were not in a slot's cache. */
  async prefill(prompt: string, tokens: number, rate: number, signal: AbortSignal): Promise<number> {
    const longest = Math.max(0, ...this.caches.map((cached) => commonLength(cached, prompt)));
    const uncached = Math.max(1, Math.round(tokens * (1 - longest / Math.max(1, prompt.length))));
    this.caches.unshift(prompt);
    this.caches.length = Math.min(this.caches.length, 8);
    await sleep((uncached / rate) * 1000, undefined, { signal });
    return uncached;
  }
}

function commonLength(left: string, right: string): number {
  let length = 0;
  while (length < left.length && length < right.length && left[length] === right[length]) length += 1;
  return length;
}
