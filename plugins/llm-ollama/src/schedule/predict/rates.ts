import type { Timing } from '../call.ts';
import { Average } from './average.ts';

/** What was learnt of one model on one node, from the timing fields of its answers. */
export class Rates {
  readonly #prefill: Average;
  readonly #load: Average;

  constructor(prefillTokensPerSecond: number, loadMilliseconds: number) {
    this.#prefill = new Average(prefillTokensPerSecond);
    this.#load = new Average(loadMilliseconds);
  }

  get prefillTokensPerSecond(): number {
    return this.#prefill.value;
  }

  get loadMilliseconds(): number {
    return this.#load.value;
  }

  /** `uncachedTokens`: of the prompt, what the node is believed not to have had in its cache. */
  learn({ prefillMilliseconds }: Timing, uncachedTokens: number): void {
    // Few tokens measure the overhead of a call, not the rate.
    if (uncachedTokens >= 64 && prefillMilliseconds > 0) {
      this.#prefill.add((uncachedTokens / prefillMilliseconds) * 1000);
    }
  }

  /** Of a load that was asked for by itself: the `load_duration` of a call is not nothing where the model was there already. */
  learnLoad(milliseconds: number): void {
    this.#load.add(milliseconds);
  }
}
