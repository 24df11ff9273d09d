import TinyQueue from 'tinyqueue';
import type { Fairness } from '../fairness.ts';
import { before, type Waiting } from './waiting.ts';

interface Place {
  readonly workspace: string;
  /** As it was when the place was taken: those of others may be older, and are looked at again at the head. */
  readonly served: number;
}

/**
 * The calls of one model and one class: the workspace that was served the least first, and of its calls the one with the
 * earliest deadline. Calls that have left, or have moved to another class, are skipped when they come to the head.
 */
export class RankQueue {
  readonly #rank: number;
  readonly #fairness: Fairness;
  readonly #calls = new Map<string, TinyQueue<Waiting>>();
  readonly #order = new TinyQueue<Place>([], (left, right) => left.served - right.served);
  #oldest: Waiting[] = [];
  #firstOldest = 0;
  size = 0;

  constructor(rank: number, fairness: Fairness) {
    this.#rank = rank;
    this.#fairness = fairness;
  }

  add(waiting: Waiting): void {
    const { workspace } = waiting.call;
    const calls = this.#calls.get(workspace);
    if (calls === undefined) {
      this.#calls.set(workspace, new TinyQueue([waiting], before));
      this.#order.push({ workspace, served: this.#fairness.served(workspace) });
    } else {
      calls.push(waiting);
    }
    this.#oldest.push(waiting);
    this.size += 1;
  }

  first(): Waiting | undefined {
    for (let place = this.#order.peek(); place !== undefined; place = this.#order.peek()) {
      const { workspace } = place;
      const call = this.#firstOf(workspace);
      const served = this.#fairness.served(workspace);
      if (call !== undefined && served <= place.served) return call;
      this.#order.pop();
      if (call === undefined) this.#calls.delete(workspace);
      else this.#order.push({ workspace, served });
    }
    return undefined;
  }

  waitingOf(workspace: string): number {
    return this.#calls.get(workspace)?.length ?? 0;
  }

  /** The one that came first of all. */
  oldest(): Waiting | undefined {
    for (; this.#firstOldest < this.#oldest.length; this.#firstOldest += 1) {
      const waiting = this.#oldest[this.#firstOldest];
      if (waiting !== undefined && this.#holds(waiting)) return waiting;
    }
    this.#oldest = [];
    this.#firstOldest = 0;
    return undefined;
  }

  #firstOf(workspace: string): Waiting | undefined {
    const calls = this.#calls.get(workspace);
    for (let call = calls?.peek(); call !== undefined; call = calls?.peek()) {
      if (this.#holds(call)) return call;
      calls?.pop();
    }
    return undefined;
  }

  #holds({ here, rank }: Waiting): boolean {
    return here && rank === this.#rank;
  }
}
