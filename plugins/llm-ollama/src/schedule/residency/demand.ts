import { callClasses } from '../call.ts';
import { Average } from '../predict/average.ts';
import { Flow } from '../predict/flow.ts';

/** Milliseconds after which what has come counts half: mixes of models change slowly, and a swap costs seconds. */
const halfLife = 120_000;

/** What comes for one model, and how long its calls hold a slot. */
export class Demand {
  readonly #calls: readonly Flow[];
  /** Milliseconds from dispatch to end. */
  readonly holding = new Average(5_000, 0.05);
  readonly #work: Flow;

  constructor(now: number) {
    this.#calls = callClasses.map(() => new Flow(halfLife, now));
    this.#work = new Flow(halfLife, now);
  }

  arrive(rank: number, cost: number, now: number): void {
    this.#calls[rank]?.add(1, now);
    this.#work.add(cost, now);
  }

  /** Virtual tokens that come each second. */
  work(now: number): number {
    return this.#work.perSecond(now);
  }

  /** Calls a second that are more urgent than this rank. */
  above(rank: number, now: number): number {
    let sum = 0;
    for (let each = 0; each < rank; each++) sum += this.#calls[each]?.perSecond(now) ?? 0;
    return sum;
  }
}
