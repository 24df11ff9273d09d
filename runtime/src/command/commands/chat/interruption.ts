import type { Io } from '../../io.ts';

/**
 * What Ctrl-C does to somebody who watches a run: the first cancels the run, the second leaves it as it is. Before a run is
 * known there is nothing to cancel, and the first one leaves.
 */
export class Interruption implements Disposable {
  readonly #cancelling = new AbortController();
  readonly #leaving = new AbortController();
  readonly #stop: () => void;
  readonly #cancel: () => boolean;

  /** `cancel`: gives whether there is a run to be cancelled. */
  constructor(io: Io, cancel: () => boolean) {
    this.#cancel = cancel;
    this.#stop = io.onInterrupt(this.take);
  }

  /** Aborts when the run is to be cancelled, and when the person leaves. */
  get cancelling(): AbortSignal {
    return this.#cancelling.signal;
  }

  get leaving(): AbortSignal {
    return this.#leaving.signal;
  }

  readonly take = (): void => {
    if (this.cancelling.aborted || !this.#cancel()) this.#leaving.abort();
    this.#cancelling.abort();
  };

  [Symbol.dispose](): void {
    this.#stop();
  }
}
