import type { Segment } from './rows.ts';
import type { SlotGroup } from './slots.ts';

/**
 * The tree in one block of numbers, so that what is read together stands together. A node is, at its address: the number
 * of rules that are left without a test, and their ordinals; the first of its rows; the number of its segments, each with
 * a slot and the row after its last; the number of its branches, each with the number of its group and the address of its
 * table.
 *
 * A table leads on by the offset of a slot in its group. Where it is dense: its size, then the address of a node for
 * each offset, 0 for none. Where it is sparse: its size, negative, then the offsets in order, then the addresses. No node
 * stands at 0.
 */
export interface Tree {
  readonly numbers: Int32Array;
  readonly root: number;
  readonly groups: readonly SlotGroup[];
  /** Rules that are left without a test, in all nodes. */
  readonly hits: number;
}

export interface Branch {
  readonly group: SlotGroup;
  /** Addresses of nodes by offset. */
  readonly nodes: ReadonlyMap<number, number>;
}

export interface Node {
  readonly hits: readonly number[];
  /** Its first row. */
  readonly start: number;
  readonly segments: readonly Segment[];
  readonly branches: readonly Branch[];
}

/** Of a group's slots, the share that leads on from which a dense table takes less. */
const density = 1 / 4;

/** Writes nodes, children before their parents. */
export class TreeWriter {
  readonly #numbers: number[] = [0];
  readonly #groups: SlotGroup[] = [];
  #hits = 0;

  /** Returns the address of the node. */
  write({ hits, start, segments, branches }: Node): number {
    const tables = branches.map(({ group, nodes }) => [this.#numberOf(group), this.#writeTable(group, nodes)]);
    const address = this.#numbers.length;
    this.#hits += hits.length;
    this.#numbers.push(hits.length);
    for (const ordinal of hits) this.#numbers.push(ordinal);
    this.#numbers.push(start, segments.length);
    for (const segment of segments) this.#numbers.push(segment.slot, segment.end);
    this.#numbers.push(branches.length, ...tables.flat());
    return address;
  }

  finish(root: number): Tree {
    return { numbers: Int32Array.from(this.#numbers), root, groups: this.#groups, hits: this.#hits };
  }

  #writeTable({ size }: SlotGroup, nodes: ReadonlyMap<number, number>): number {
    const address = this.#numbers.length;
    if (nodes.size >= size * density) {
      this.#numbers.push(size);
      for (let offset = 0; offset < size; offset++) this.#numbers.push(nodes.get(offset) ?? 0);
    } else {
      const entries = [...nodes].toSorted(([a], [b]) => a - b);
      this.#numbers.push(-entries.length);
      for (const [offset] of entries) this.#numbers.push(offset);
      for (const [, node] of entries) this.#numbers.push(node);
    }
    return address;
  }

  #numberOf(group: SlotGroup): number {
    const known = this.#groups.indexOf(group);
    return known === -1 ? this.#groups.push(group) - 1 : known;
  }
}
