import type { Places, Release } from '@hexaops/core';

/** Of this process alone. A key without a taken place takes no room. */
export class MemoryPlaces implements Places {
  readonly #most: number;
  readonly #taken = new Map<string, number>();

  /** 0: without a bound. */
  constructor(most: number) {
    this.#most = most === 0 ? Infinity : most;
  }

  get size(): number {
    return this.#taken.size;
  }

  enter(key: string): Release | undefined {
    const taken = this.#taken.get(key) ?? 0;
    if (taken >= this.#most) return undefined;
    this.#taken.set(key, taken + 1);
    let held = true;
    return () => {
      if (held) this.#leave(key);
      held = false;
    };
  }

  #leave(key: string): void {
    const left = (this.#taken.get(key) ?? 0) - 1;
    if (left > 0) this.#taken.set(key, left);
    else this.#taken.delete(key);
  }
}
