/** What one call at a time runs in; it keeps the prompt of the last one. */
export interface Slot<T> {
  blocks: readonly number[];
  running: T | undefined;
  used: number;
}

/** The free slot that has most of the prompt; of equals the one unused for longest. */
export function bestSlot<T>(slots: readonly Slot<T>[], blocks: readonly number[]): Slot<T> | undefined {
  let best: Slot<T> | undefined;
  let most = -1;
  for (const slot of slots) {
    if (slot.running !== undefined) continue;
    const length = commonBlocks(slot.blocks, blocks);
    if (best === undefined || length > most || (length === most && slot.used < best.used)) {
      best = slot;
      most = length;
    }
  }
  return best;
}

export function commonBlocks(left: readonly number[], right: readonly number[]): number {
  let length = 0;
  while (length < left.length && length < right.length && left[length] === right[length]) length += 1;
  return length;
}
