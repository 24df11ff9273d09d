interface Slot {
  prefix: readonly (string | number)[];
  busy: boolean;
  used: number;
}

/**
 * What the slots of one model on one node have in their caches, as far as it can be known from here: each slot keeps the
 * prompt of its last call, and a call gets the free slot whose prompt begins most like its own.
 */
export class SlotCaches {
  readonly #slots: readonly Slot[];

  constructor(slots: number) {
    this.#slots = Array.from({ length: slots }, () => ({ prefix: [], busy: false, used: -1 }));
  }

  /** Blocks of the prompt that a free slot has. */
  cached(prefix: readonly (string | number)[]): number {
    let most = 0;
    for (const slot of this.#slots) {
      if (!slot.busy) most = Math.max(most, common(slot.prefix, prefix));
    }
    return most;
  }

  /** Takes the slot that the node is expected to take; gives its number, for `leave`, and the blocks that it has. */
  enter(prefix: readonly (string | number)[], now: number): { readonly slot: number; readonly cached: number } {
    let best = -1;
    let most = -1;
    let used = Infinity;
    for (const [index, slot] of this.#slots.entries()) {
      if (slot.busy) continue;
      const blocks = common(slot.prefix, prefix);
      if (blocks > most || (blocks === most && slot.used < used)) {
        best = index;
        most = blocks;
        used = slot.used;
      }
    }
    const slot = this.#slots[best];
    if (slot === undefined) return { slot: -1, cached: 0 };
    slot.busy = true;
    slot.prefix = prefix;
    slot.used = now;
    return { slot: best, cached: most };
  }

  leave(index: number, now: number): void {
    const slot = this.#slots[index];
    if (slot === undefined) return;
    slot.busy = false;
    slot.used = now;
  }
}

function common(left: readonly (string | number)[], right: readonly (string | number)[]): number {
  const length = Math.min(left.length, right.length);
  let index = 0;
  while (index < length && left[index] === right[index]) index += 1;
  return index;
}
