import { randomUUID } from 'node:crypto';
import type { LeaseRelease, ReplicaLeases } from '@hexaops/core';
import type { ReplicaState, Scheduler } from '../schedule/index.ts';

interface Told {
  readonly replica: string;
  readonly state: ReplicaState;
}

/**
 * The other replicas that use the same nodes. While they can be heard, slots are leased and the replica with the lowest name
 * decides where models are; else each keeps to its share of every node's slots.
 */
export class Replicas {
  readonly #replica = randomUUID();
  readonly #leases: ReplicaLeases | undefined;
  readonly #count: number;
  readonly #group: string;

  constructor(leases: ReplicaLeases | undefined, count: number, group: string) {
    this.#leases = leases;
    this.#count = count;
    this.#group = group;
  }

  get alone(): boolean {
    return this.#count === 1 && this.#leases === undefined;
  }

  /** Tells the others what this replica does, and has the scheduler hear them. */
  async exchange(scheduler: Scheduler, now: number): Promise<void> {
    const { slots } = scheduler.settings;
    const own: Told = { replica: this.#replica, state: scheduler.tell(now) };
    const told = await this.#leases?.exchange(this.#group, JSON.stringify(own));
    if (told === undefined) {
      scheduler.hear([]);
      scheduler.leads = true;
      scheduler.limit(Math.max(1, Math.floor(slots / this.#count)));
      return;
    }
    const others = told.map((text) => JSON.parse(text) as Told).filter(({ replica }) => replica !== this.#replica);
    scheduler.hear(others.map(({ state }) => state));
    scheduler.leads = others.every(({ replica }) => this.#replica < replica);
    scheduler.limit(slots);
  }

  /** A lease of one of the model's slots on the node; undefined where others have them all. */
  async take(node: string, model: string, slots: number): Promise<LeaseRelease | undefined> {
    if (this.#leases === undefined) return nothing;
    const lease = await this.#leases.take(`${this.#group}:${node}:${model}`, slots);
    return lease === 'unknown' ? nothing : lease;
  }
}

const nothing: LeaseRelease = () => undefined;
