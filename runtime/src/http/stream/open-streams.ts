import { HexaopsError } from '@hexaops/core';

/**
 * The answers that are being streamed or waited for. When the service shuts down, `end` closes what has not ended by
 * itself; each client can come back for the rest of its run, here or elsewhere.
 */
export class OpenStreams {
  readonly #open = new Set<AbortController>();

  get size(): number {
    return this.#open.size;
  }

  /** Does what is done while the answer is open. Its signal says "end now". */
  async during<T>(answer: (ended: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.#open.add(controller);
    try {
      return await answer(controller.signal);
    } finally {
      this.#open.delete(controller);
    }
  }

  end(): void {
    for (const controller of this.#open) controller.abort();
  }
}

/** For a request that comes, or has brought nothing yet, when the service goes away. */
export function shuttingDown(): HexaopsError {
  return new HexaopsError('shutting-down', 'this instance is shutting down', { nextStep: 'send the request again' });
}
