import { slotOf, type SlotTest, thresholdOf } from './slots.ts';

/**
 * Rules that are tested one by one, in one block of memory. Rows of a node stand together; those that share the slot of
 * their first test are a segment, by the threshold of that test: with the first that does not pass the segment is over.
 */
export interface Rows {
  readonly count: number;
  /** Of each row three: the thresholds of its first and second test, and its integers. */
  readonly doubles: Float64Array;
  /**
   * The same memory. Of each row the last two: the slot of its second test, and the ordinal of the rule. In place of the
   * ordinal, where the row has more than two tests: the place of these in `further`, negative.
   */
  readonly integers: Int32Array;
  /** At such a place: the ordinal, the place after the last test, and the slot and the threshold of each. Nothing is at 0. */
  readonly further: Float64Array;
}

/** Rows from the end of the segment before to before `end`. */
export interface Segment {
  readonly slot: number;
  readonly end: number;
}

/** A rule with its tests, the one that is made first at the head. */
export interface Row {
  readonly ordinal: number;
  readonly tests: readonly SlotTest[];
}

export class RowsBuilder {
  readonly #rows: Row[] = [];

  get length(): number {
    return this.#rows.length;
  }

  /** Adds the rows of a node. */
  add(rows: readonly Row[]): readonly Segment[] {
    return [...Map.groupBy(rows, ({ tests: [first] }) => slotOf(first))].map(([slot, sharing]) => {
      for (const row of sharing.toSorted((a, b) => thresholdOf(a.tests[0]) - thresholdOf(b.tests[0]))) {
        this.#rows.push(row);
      }
      return { slot, end: this.length };
    });
  }

  build(): Rows {
    const doubles = new Float64Array(this.length * 3);
    const integers = new Int32Array(doubles.buffer);
    const further = [0];
    for (const [index, { ordinal, tests }] of this.#rows.entries()) {
      const [first, second, ...others] = tests;
      doubles[index * 3] = thresholdOf(first);
      doubles[index * 3 + 1] = thresholdOf(second);
      integers[index * 6 + 4] = slotOf(second);
      integers[index * 6 + 5] = others.length === 0 ? ordinal : -further.length;
      if (others.length === 0) continue;
      further.push(ordinal, further.length + 2 + others.length * 2);
      for (const test of others) further.push(slotOf(test), test.threshold);
    }
    return { count: this.length, doubles, integers, further: Float64Array.from(further) };
  }
}
