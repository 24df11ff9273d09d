import { HexaopsError } from '@hexaops/core';
import type { FetchKubernetes } from './fetch.ts';

/** One call's bytes, shared by all of its requests. Requests under way side by side may each take what is left. */
export class ByteBudget {
  #left: number;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  /** Caps every answer at what is left, and counts it. Raises `result-too-large` without a call when nothing is left. */
  meter(fetch: FetchKubernetes): FetchKubernetes {
    return async (path, options) => {
      if (this.#left <= 0) throw new HexaopsError('result-too-large', `${path}: there is no room for more`);
      const answer = await fetch(path, { ...options, byteCap: Math.min(options.byteCap, this.#left) });
      if (answer.truncated !== true) this.#left -= Buffer.byteLength(answer.body);
      return answer;
    };
  }
}
