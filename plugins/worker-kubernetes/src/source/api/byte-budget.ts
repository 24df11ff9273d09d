import type { FetchKubernetes } from './fetch.ts';

/** One call's bytes, shared by all of its requests. Requests under way side by side may each take what is left. */
export class ByteBudget {
  #left: number;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  get isSpent(): boolean {
    return this.#left <= 0;
  }

  /** Caps every answer at what is left, and counts it. */
  meter(fetch: FetchKubernetes): FetchKubernetes {
    return async (path, options) => {
      const answer = await fetch(path, { ...options, byteCap: Math.max(0, Math.min(options.byteCap, this.#left)) });
      if (answer.truncated !== true) this.#left -= Buffer.byteLength(answer.body);
      return answer;
    };
  }
}
