/** The steps of all runs that wait, in this process. */
class HeldSteps {
  readonly #waiting = new Set<() => void>();

  get size(): number {
    return this.#waiting.size;
  }

  wait(signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const go = () => {
      this.#waiting.delete(go);
      resolve();
    };
    this.#waiting.add(go);
    signal.addEventListener(
      'abort',
      () => {
        this.#waiting.delete(go);
        reject(signal.reason as Error);
      },
      { once: true },
    );
    return promise;
  }

  /** Lets all that wait now go on. */
  release(): number {
    const all = [...this.#waiting];
    for (const go of all) go();
    return all.length;
  }
}

export const heldSteps = new HeldSteps();
