import { randomUUID } from 'node:crypto';
import type { Places, Release } from '@hexaops/core';
import type { Redis } from 'ioredis';
import { Semaphore } from 'redis-semaphore';
import { giveUp } from './connection.ts';
import { keyOf } from './key.ts';

export interface RedisPlacesOptions {
  readonly prefix: string;
  readonly most: number;
  /** After which a place is free again whose holder has given no sign. */
  readonly seconds: number;
  readonly fallback: Places;
}

interface Held {
  readonly key: string;
  readonly identifier: string;
}

/**
 * Of all processes on one Redis; of this one alone while there is none. A place is kept by signs that this process gives for all
 * of its places together. One that Redis has forgotten is taken again where there is room; in no case is anything ended that
 * was begun in it.
 */
export class RedisPlaces implements Places, Disposable {
  readonly #redis: Redis;
  readonly #options: RedisPlacesOptions;
  readonly #held = new Set<Held>();
  readonly #timer: NodeJS.Timeout;

  constructor(redis: Redis, options: RedisPlacesOptions) {
    this.#redis = redis;
    this.#options = options;
    this.#timer = setInterval(() => void this.keep(), (options.seconds * 1000) / 3);
    this.#timer.unref();
  }

  async enter(key: string): Promise<Release | undefined> {
    const { prefix, fallback } = this.#options;
    if (this.#redis.status !== 'ready') return fallback.enter(key);
    const held: Held = { key: `${prefix}:${keyOf(key)}`, identifier: randomUUID() };
    try {
      if (!(await this.#semaphore(held).tryAcquire())) return undefined;
    } catch {
      giveUp(this.#redis);
      return fallback.enter(key);
    }
    this.#held.add(held);
    return () => {
      if (this.#held.delete(held)) void this.#leave(held);
    };
  }

  /** Gives a sign for every place that is held here. */
  async keep(): Promise<void> {
    if (this.#redis.status === 'ready') await Promise.all([...this.#held].map((held) => this.#keepOne(held)));
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  async #keepOne(held: Held): Promise<void> {
    try {
      if (!(await this.#semaphore(held, true).tryAcquire())) await this.#semaphore(held).tryAcquire();
    } catch {
      // Redis is away again: the next sign may reach it.
    }
    if (!this.#held.has(held)) await this.#leave(held);
  }

  async #leave(held: Held): Promise<void> {
    // Where Redis cannot be told, it is free when its time is over.
    await this.#semaphore(held, true)
      .release()
      .catch(() => undefined);
  }

  #semaphore({ key, identifier }: Held, acquiredExternally?: true): Semaphore {
    const { most, seconds } = this.#options;
    return new Semaphore(this.#redis, key, most, {
      identifier,
      lockTimeout: seconds * 1000,
      refreshInterval: 0,
      acquireAttemptsLimit: 1,
      retryInterval: 0,
      ...(acquiredExternally === undefined ? {} : { acquiredExternally }),
    });
  }
}
