import { randomUUID } from 'node:crypto';
import { type CheckOutcome, HexaopsError, type LeaseRelease, messageOf, type ReplicaLeases } from '@hexaops/core';
import { Redis } from 'ioredis';
import { Semaphore } from 'redis-semaphore';
import { defaults, type LeaseRedisConfig } from './config.ts';

/** Milliseconds after which what a replica has told counts no more: it has gone, or is too slow to be counted on. */
const told = { freshFor: 3_000, keptFor: 10_000 } as const;
/** How often a Redis that has gone is looked for. Milliseconds. */
const longestPause = 2_000;

/** Of all replicas on one Redis. Its clock is that of the replicas, which should agree within a second. */
export class RedisLeases implements ReplicaLeases, Disposable {
  readonly id = 'redis';
  readonly #redis: Redis;
  readonly #prefix: string;
  readonly #leaseMilliseconds: number;
  readonly #replica = randomUUID();
  readonly #held = new Set<Semaphore>();

  constructor(config: LeaseRedisConfig) {
    const { url, prefix = defaults.prefix, timeoutMilliseconds = defaults.timeoutMilliseconds } = config;
    this.#prefix = prefix;
    this.#leaseMilliseconds = (config.leaseSeconds ?? defaults.leaseSeconds) * 1000;
    // It answers in time or not at all: nothing is queued while there is no connection, nothing is tried twice.
    this.#redis = new Redis(url, {
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      commandTimeout: timeoutMilliseconds,
      connectTimeout: 2_000,
      lazyConnect: true,
      retryStrategy: (attempt) => Math.min(100 * attempt, longestPause),
    });
    this.#redis.on('error', () => undefined);
  }

  /** Never rejects: without Redis each replica keeps to its share. */
  async connect(): Promise<void> {
    await this.#redis.connect().catch(() => undefined);
  }

  /** Whether Redis gives leases to this account. Raises `source-unavailable`. */
  async check(signal: AbortSignal): Promise<CheckOutcome> {
    const { host, port } = this.#redis.options;
    const place = `Redis at ${host ?? 'localhost'}:${port ?? 6379}`;
    let lost: unknown;
    this.#redis.on('error', (error) => (lost ??= error));
    const giveUp = () => this.#redis.disconnect();
    signal.addEventListener('abort', giveUp, { once: true });
    await this.connect();
    const release = await this.take('check', 1_000);
    signal.removeEventListener('abort', giveUp);
    if (typeof release === 'function') {
      release();
      return { message: `${place} gives leases` };
    }
    throw new HexaopsError(
      'source-unavailable',
      `${place} gives no lease: ${messageOf(lost ?? 'it does not answer')}`,
      {
        nextStep: 'check its URL, its user and that it is no replica; until then each replica keeps to its share',
      },
    );
  }

  /** One step for Redis: whoever tells later hears what was told before. */
  async exchange(group: string, own: string): Promise<readonly string[] | undefined> {
    if (this.#redis.status !== 'ready') return undefined;
    const key = `${this.#prefix}:schedule:${group}`;
    const now = Date.now();
    try {
      const answers = await this.#redis
        .multi()
        .hset(key, this.#replica, JSON.stringify({ at: now, told: own }))
        .pexpire(key, told.keptFor)
        .hgetall(key)
        .exec();
      const states = (answers?.[2]?.[1] ?? {}) as Readonly<Record<string, string>>;
      return this.#fresh(key, states, now);
    } catch {
      return undefined;
    }
  }

  async take(name: string, most: number): Promise<LeaseRelease | undefined | 'unknown'> {
    if (this.#redis.status !== 'ready') return 'unknown';
    const semaphore = new Semaphore(this.#redis, `${this.#prefix}:lease:${name}`, most, {
      lockTimeout: this.#leaseMilliseconds,
      refreshInterval: this.#leaseMilliseconds / 3,
      acquireAttemptsLimit: 1,
      retryInterval: 0,
      // A lease that was lost is one call too many at a node that queues it: nothing is ended for it.
      onLockLost: () => undefined,
    });
    try {
      if (!(await semaphore.tryAcquire())) return undefined;
    } catch {
      return 'unknown';
    }
    this.#held.add(semaphore);
    return () => this.#release(semaphore);
  }

  [Symbol.dispose](): void {
    for (const semaphore of this.#held) semaphore.stopRefresh();
    this.#redis.disconnect();
  }

  #release(semaphore: Semaphore): void {
    if (!this.#held.delete(semaphore)) return;
    // Where Redis cannot be told, it is free when its time is over.
    void semaphore.release().catch(() => undefined);
  }

  #fresh(key: string, states: Readonly<Record<string, string>>, now: number): readonly string[] {
    const fresh: string[] = [];
    for (const [replica, text] of Object.entries(states)) {
      const state = parsed(text);
      if (replica === this.#replica) continue;
      if (state !== undefined && now - state.at <= told.freshFor) fresh.push(state.told);
      // Replicas that have gone are forgotten by those that are there.
      else if (state === undefined || now - state.at > told.keptFor)
        void this.#redis.hdel(key, replica).catch(() => undefined);
    }
    return fresh;
  }
}

function parsed(text: string): { readonly at: number; readonly told: string } | undefined {
  try {
    const value = JSON.parse(text) as { readonly at?: unknown; readonly told?: unknown };
    return typeof value.at === 'number' && typeof value.told === 'string'
      ? { at: value.at, told: value.told }
      : undefined;
  } catch {
    return undefined;
  }
}
