/** The steps of all runs of this process that wait. */
class HeldSteps {
  #count = 0;

  get size(): number {
    return this.#count;
  }

  /** Rejects when the signal aborts. */
  wait(signal: AbortSignal): Promise<never> {
    const { promise, reject } = Promise.withResolvers<never>();
    this.#count += 1;
    const end = () => {
      this.#count -= 1;
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', end, { once: true });
    return promise;
  }
}

export const heldSteps = new HeldSteps();
