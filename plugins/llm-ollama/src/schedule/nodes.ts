import type { Call } from './call.ts';
import { Rates } from './predict/rates.ts';
import { SlotCaches } from './prefix/slot-caches.ts';

export type ResidentState = 'loading' | 'ready' | 'draining' | 'unloading';

/** A call while a node has it. */
export interface InFlight {
  readonly call: Call;
  readonly node: string;
  readonly slot: number;
  readonly uncachedTokens: number;
  /** Of its workspace's virtual tokens. */
  readonly charged: number;
  readonly dispatched: number;
  begun: boolean;
}

/** A model on a node, or on its way there or away. */
export class Resident {
  readonly model: string;
  readonly caches: SlotCaches;
  state: ResidentState;
  /** Since when it is in this state. */
  since: number;
  inFlight = 0;
  /** What other replicas have in flight here. */
  elsewhere = 0;
  /** Another replica is taking it away. */
  leaving = false;
  /** Until then nothing is given to it: its slots are held by another replica, or it has failed. */
  closedUntil = 0;
  /** It has failed, and gets one call at a time until one has ended well. */
  onTrial = false;

  constructor(model: string, state: ResidentState, slots: number, now: number) {
    this.model = model;
    this.state = state;
    this.since = now;
    this.caches = new SlotCaches(slots);
  }

  enter(state: ResidentState, now: number): void {
    this.state = state;
    this.since = now;
  }
}

/** A node as the scheduler sees it. */
export class Node {
  readonly id: string;
  readonly residents = new Map<string, Resident>();
  readonly #rates = new Map<string, Rates>();
  up = true;
  /** It is none of those to use any more, and is forgotten when its last call has ended. */
  leaving = false;
  inFlight = 0;
  /** The same as of a model on it, for all of them. */
  closedUntil = 0;
  onTrial = false;
  /** Models on its disk; undefined where it has not told. */
  installed: ReadonlySet<string> | undefined;
  /** Models that have been taken away from it, with the time of it. */
  readonly left = new Map<string, number>();
  /** Tokens of prompts that it has been given and has not yet read. */
  prefillTokens = 0;
  /** The same of other replicas. */
  prefillElsewhere = 0;
  /** Models that could not be loaded here, with the time until which that is not tried again. */
  readonly refuses = new Map<string, number>();
  /** What is to be loaded when the one that drains is gone. */
  successor: string | undefined;

  constructor(id: string) {
    this.id = id;
  }

  ratesOf(model: string): Rates {
    let rates = this.#rates.get(model);
    if (rates === undefined) {
      rates = new Rates(startingPrefill, startingLoad);
      this.#rates.set(model, rates);
    }
    return rates;
  }

  /** Whether it may be given the model to load. */
  takes(model: string, now: number): boolean {
    return !this.residents.has(model) && this.mayHave(model) && (this.refuses.get(model) ?? 0) <= now;
  }

  /** Whether the model is there, or could be loaded for all that is known. */
  mayHave(model: string): boolean {
    return this.residents.has(model) || this.installed === undefined || this.installed.has(model);
  }

  /** A place for a model, and nothing is being brought or taken away. */
  get calm(): boolean {
    if (!this.up || this.successor !== undefined) return false;
    for (const { state } of this.residents.values()) if (state !== 'ready') return false;
    return true;
  }
}

/** Until a node has told: tokens per second, and milliseconds, of a small GPU. */
const startingPrefill = 2_000;
const startingLoad = 8_000;
