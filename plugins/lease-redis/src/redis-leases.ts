import { randomUUID } from 'node:crypto';
import { type CheckOutcome, HexaopsError, type LeaseRelease, messageOf, type ReplicaLeases } from '@hexaops/core';
import { Redis } from 'ioredis';
import { defaults, type LeaseRedisConfig } from './config.ts';
import { aheadOf, readStates, tellAndHear } from './exchange.ts';
import { SlotLease } from './slot-lease.ts';

/** How often a Redis that has gone is looked for. Milliseconds. */
const longestPause = 2_000;

/**
 * Of all replicas on one Redis. What they tell each other is as old as Redis's clock says; leases go by the clock of each
 * replica, so one whose clock is wrong takes none: it would end those of the others.
 */
export class RedisLeases implements ReplicaLeases, Disposable {
  readonly id = 'redis';
  readonly #redis: Redis;
  readonly #prefix: string;
  readonly #leaseMilliseconds: number;
  readonly #replica = randomUUID();
  readonly #held = new Set<SlotLease>();
  /** Milliseconds by which this machine's clock is ahead of Redis's, as last seen. */
  #ahead = 0;

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
    // Tells how late it is there.
    await this.exchange('check', '{}');
    const release = await this.take('check', 1_000);
    signal.removeEventListener('abort', giveUp);
    if (!this.#isOnTime) {
      const seconds = Math.round(this.#ahead / 1_000);
      throw new HexaopsError('source-unavailable', `the clock here is ${seconds} s ahead of that of ${place}`, {
        nextStep: 'set the clock of this machine, or of that one; until then this replica takes no leases',
      });
    }
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
    const asked = Date.now();
    try {
      const answer = await this.#redis.eval(tellAndHear, 1, `${this.#prefix}:schedule:${group}`, this.#replica, own);
      const heard = readStates(answer);
      if (heard !== undefined) this.#ahead = aheadOf(heard.now, asked, Date.now());
      return heard?.states;
    } catch {
      return undefined;
    }
  }

  async take(name: string, most: number): Promise<LeaseRelease | undefined | 'unknown'> {
    if (this.#redis.status !== 'ready' || !this.#isOnTime) return 'unknown';
    const semaphore = new SlotLease(this.#redis, `${this.#prefix}:lease:${name}`, most, {
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

  #release(semaphore: SlotLease): void {
    if (!this.#held.delete(semaphore)) return;
    // Where Redis cannot be told, it is free when its time is over.
    void semaphore.release().catch(() => undefined);
  }

  get #isOnTime(): boolean {
    return Math.abs(this.#ahead) < this.#leaseMilliseconds / 3;
  }
}
