import { randomUUID } from 'node:crypto';
import type { LeaseRelease, ReplicaLeases } from '@hexaops/core';
import type { Scheduler } from '../schedule/index.ts';
import { readTold, type Told } from './told.ts';

/** Milliseconds for which a replica that is not heard is left its share: it may be at work without hearing anybody. */
const missedFor = 30_000;

/** A slot that a call of this replica has. */
interface Held {
  readonly name: string;
  readonly slots: number;
  release: LeaseRelease;
  isFree: boolean;
}

/**
 * The other replicas that use the same nodes. While they can be heard, slots are leased and the replica with the lowest name
 * decides where models are; else each keeps to its share of every node's slots, which the others leave it.
 */
export class Replicas {
  readonly #replica = randomUUID();
  readonly #leases: ReplicaLeases | undefined;
  readonly #count: number;
  readonly #group: string;
  /** How many were not heard last, and since when. */
  #missing = 0;
  #since = 0;
  readonly #unleased = new Set<Held>();

  constructor(leases: ReplicaLeases | undefined, count: number, group: string) {
    this.#leases = leases;
    this.#count = count;
    this.#group = group;
  }

  get alone(): boolean {
    return this.#count === 1 && this.#leases === undefined;
  }

  /** Tells the others what this replica does, and has the scheduler hear them. Never rejects. */
  async exchange(scheduler: Scheduler, now: number): Promise<void> {
    const { slots } = scheduler.settings;
    const share = Math.max(1, Math.floor(slots / this.#count));
    const own: Told = { replica: this.#replica, state: scheduler.tell(now) };
    const told = await this.#leases?.exchange(this.#group, JSON.stringify(own)).catch(() => undefined);
    if (told === undefined) {
      this.#missing = 0;
      scheduler.hear([]);
      scheduler.leads = true;
      scheduler.limit(share);
      return;
    }
    await this.#leaseLate();
    const others = told.flatMap((text) => readTold(text) ?? []).filter(({ replica }) => replica !== this.#replica);
    scheduler.hear(others.map(({ state }) => state));
    scheduler.leads = others.every(({ replica }) => this.#replica < replica);
    scheduler.limit(Math.max(share, slots - share * this.#unheard(others.length, now)));
  }

  /** A lease of one of the model's slots on the node; undefined where others have them all. */
  async take(node: string, model: string, slots: number): Promise<LeaseRelease | undefined> {
    if (this.#leases === undefined) return nothing;
    const held: Held = { name: `${this.#group}:${node}:${model}`, slots, release: nothing, isFree: false };
    const lease = await this.#lease(held);
    if (lease === undefined) return undefined;
    if (lease === 'unknown') this.#unleased.add(held);
    else held.release = lease;
    return () => {
      held.isFree = true;
      this.#unleased.delete(held);
      held.release();
    };
  }

  /** Leases for what was begun while none could be had, so that nobody else is given its slots. */
  async #leaseLate(): Promise<void> {
    for (const held of this.#unleased) {
      const lease = await this.#lease(held);
      if (lease === 'unknown') return;
      this.#unleased.delete(held);
      // Where there is none left the node has one call more than its slots, until one of them ends.
      if (lease === undefined) continue;
      if (held.isFree) lease();
      else held.release = lease;
    }
  }

  async #lease({ name, slots }: Held): Promise<LeaseRelease | undefined | 'unknown'> {
    return await this.#leases?.take(name, slots).catch(() => 'unknown' as const);
  }

  /** Replicas that are not heard and may be at work. */
  #unheard(heard: number, now: number): number {
    const missing = Math.max(0, this.#count - 1 - heard);
    if (missing !== this.#missing) this.#since = now;
    this.#missing = missing;
    return now - this.#since < missedFor ? missing : 0;
  }
}

const nothing: LeaseRelease = () => undefined;
