/** Random numbers that are the same in every run. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** 0 to just below 1 (a linear congruential generator with the constants of Numerical Recipes). */
  next(): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#state / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  /** The first of the list more often than the last. */
  pickSkewed<T>(list: readonly T[]): T {
    return list[Math.floor(list.length * this.next() ** 1.6)] as T;
  }
}
