import { alwaysPassing, type SlotGroup } from './slots.ts';

/** What is written for one fact: it is shared by all searches of a vocabulary, and one after the other uses it. */
export class FactTable {
  /** What the fact says, in numbers: a test passes where the value of its slot is above its threshold. */
  readonly values: Float64Array;
  /** What a search finds. */
  found = new Int32Array(0);

  /** Gives each group its slots. */
  constructor(groups: readonly SlotGroup[]) {
    let size = alwaysPassing + 1;
    for (const group of groups) {
      group.first = size;
      size += group.size;
    }
    this.values = new Float64Array(size);
    this.values[alwaysPassing] = Number.POSITIVE_INFINITY;
  }

  /** Makes room for what a search may find. */
  reserve(found: number): void {
    if (found > this.found.length) this.found = new Int32Array(found);
  }
}
