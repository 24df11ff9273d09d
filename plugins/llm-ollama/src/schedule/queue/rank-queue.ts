import TinyQueue from 'tinyqueue';
import type { Fairness } from '../fairness.ts';
import { before, type Waiting } from './waiting.ts';

interface Place {
  readonly workspace: string;
  /** As it was when the place was taken: it may be more by now, and is looked at again at the head. */
  readonly served: number;
}

/** Of one workspace. */
interface Line {
  calls: TinyQueue<Waiting>;
  /** Those among them that still wait here. */
  size: number;
  /** Its place; others of its workspace count no more. */
  place: Place;
}

/**
 * The calls of one model and one class: the workspace that was served the least first, and of its calls the one with the
 * earliest deadline. Calls that have left, or have moved to another class, are skipped when they come to the head, and dropped
 * where they are more than those that wait.
 */
export class RankQueue {
  readonly #rank: number;
  readonly #fairness: Fairness;
  readonly #lines = new Map<string, Line>();
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
    const line = this.#lines.get(workspace);
    const served = this.#fairness.served(workspace);
    if (line === undefined) {
      const place = this.#place(workspace, served);
      this.#lines.set(workspace, { calls: new TinyQueue([waiting], before), size: 1, place });
    } else {
      line.calls.push(waiting);
      line.size += 1;
      // It is less only where the workspace was forgotten meanwhile, and begins level again.
      if (served < line.place.served) line.place = this.#place(workspace, served);
    }
    this.#oldest.push(waiting);
    this.size += 1;
  }

  /** It waits here no more: it has been marked so. */
  leave(waiting: Waiting): void {
    this.size -= 1;
    const line = this.#lines.get(waiting.call.workspace);
    if (line === undefined) return;
    line.size -= 1;
    const { calls } = line;
    if (calls.length > tolerated + 2 * line.size) {
      line.calls = new TinyQueue(
        calls.data.filter((each) => this.#holds(each)),
        before,
      );
    }
    if (this.#oldest.length > tolerated + 2 * this.size) {
      this.#oldest = this.#oldest.slice(this.#firstOldest).filter((each) => this.#holds(each));
      this.#firstOldest = 0;
    }
  }

  first(): Waiting | undefined {
    for (let place = this.#order.peek(); place !== undefined; place = this.#order.peek()) {
      const { workspace } = place;
      const line = this.#lines.get(workspace);
      if (line?.place !== place) {
        this.#order.pop();
        continue;
      }
      const call = this.#firstOf(workspace);
      const served = this.#fairness.served(workspace);
      if (call !== undefined && served <= place.served) return call;
      this.#order.pop();
      if (call === undefined) this.#lines.delete(workspace);
      else line.place = this.#place(workspace, served);
    }
    return undefined;
  }

  /** Calls that are kept here, those that have left counted in. */
  get kept(): number {
    let count = this.#oldest.length;
    for (const { calls } of this.#lines.values()) count += calls.length;
    return count;
  }

  waitingOf(workspace: string): number {
    return this.#lines.get(workspace)?.size ?? 0;
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

  #place(workspace: string, served: number): Place {
    const place = { workspace, served };
    this.#order.push(place);
    return place;
  }

  #firstOf(workspace: string): Waiting | undefined {
    const calls = this.#lines.get(workspace)?.calls;
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

/** So many calls that have left may be kept, whatever waits. */
const tolerated = 64;
