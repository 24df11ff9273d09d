import type { Rows } from './rows.ts';
import type { FactTable } from './fact-table.ts';
import type { SlotGroup } from './slots.ts';
import type { Tree } from './tree.ts';

/** Goes down the tree by what the fact says. */
export class TreeWalk {
  readonly #tree: Tree;
  readonly #rows: Rows;
  readonly #table: FactTable;
  readonly #values: Float64Array;
  #found: Int32Array;
  #count = 0;

  constructor(tree: Tree, rows: Rows, table: FactTable) {
    this.#tree = tree;
    this.#rows = rows;
    this.#table = table;
    this.#values = table.values;
    // A node is visited once at most: nothing is found more often than it stands there.
    table.reserve(tree.hits + rows.count);
    this.#found = table.found;
  }

  /**
   * Puts the ordinals of the rules whose tests all pass into the table's `found`, each once, in order; returns their
   * number.
   */
  run(): number {
    this.#found = this.#table.found;
    this.#count = 0;
    this.#visit(this.#tree.root);
    return sortDistinct(this.#found, this.#count);
  }

  #visit(address: number): void {
    const { numbers, groups } = this.#tree;
    const { doubles } = this.#rows;
    const values = this.#values;
    let at = address;
    for (let left = numbers[at++] as number; left > 0; left--) this.#found[this.#count++] = numbers[at++] as number;
    let row = numbers[at++] as number;
    for (let left = numbers[at++] as number; left > 0; left--, at += 2) {
      const end = numbers[at + 1] as number;
      const value = values[numbers[at] as number] as number;
      // Most segments are over with their first row.
      if (value > (doubles[row * 3] as number)) this.#scan(value, row, end);
      row = end;
    }
    for (let left = numbers[at++] as number; left > 0; left--, at += 2) {
      this.#follow(groups[numbers[at] as number] as SlotGroup, numbers[at + 1] as number);
    }
  }

  #follow(group: SlotGroup, table: number): void {
    const { numbers } = this.#tree;
    const size = numbers[table] as number;
    if (group.undecided) return this.#followAll(table);
    const { present, count, first } = group;
    for (let index = 0; index < count; index++) {
      const offset = (present[index] as number) - first;
      const node = size > 0 ? (numbers[table + 1 + offset] as number) : this.#lookUp(table, -size, offset);
      if (node !== 0) this.#visit(node);
    }
  }

  #followAll(table: number): void {
    const { numbers } = this.#tree;
    const size = numbers[table] as number;
    const start = size > 0 ? table + 1 : table + 1 - size;
    for (let at = start; at < start + Math.abs(size); at++) {
      const node = numbers[at] as number;
      if (node !== 0) this.#visit(node);
    }
  }

  /** The node that a sparse table gives for the offset; 0 for none. */
  #lookUp(table: number, size: number, offset: number): number {
    const { numbers } = this.#tree;
    let low = table + 1;
    let high = low + size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const candidate = numbers[middle] as number;
      if (candidate === offset) return numbers[middle + size] as number;
      if (candidate < offset) low = middle + 1;
      else high = middle;
    }
    return 0;
  }

  /** The rows of a segment; `value` is that of the slot that their first tests share. */
  #scan(value: number, start: number, end: number): void {
    const { doubles, integers } = this.#rows;
    const values = this.#values;
    for (let row = start; row < end && value > (doubles[row * 3] as number); row++) {
      const second = values[integers[row * 6 + 4] as number] as number;
      if (second <= (doubles[row * 3 + 1] as number)) continue;
      const ordinal = integers[row * 6 + 5] as number;
      if (ordinal >= 0) this.#found[this.#count++] = ordinal;
      else this.#testFurther(-ordinal);
    }
  }

  /** The third and further tests of a row. */
  #testFurther(place: number): void {
    const { further } = this.#rows;
    const values = this.#values;
    const end = further[place + 1] as number;
    for (let at = place + 2; at < end; at += 2) {
      if ((values[further[at] as number] as number) <= (further[at + 1] as number)) return;
    }
    this.#found[this.#count++] = further[place] as number;
  }
}

/** Up to here, sorting by insertion takes less than a call. */
const few = 48;

/** Sorts the first `count` numbers, and leaves each once; returns how many are left. */
function sortDistinct(numbers: Int32Array, count: number): number {
  if (count > few) numbers.subarray(0, count).sort();
  else {
    for (let index = 1; index < count; index++) {
      const number = numbers[index] as number;
      let place = index;
      for (; place > 0 && (numbers[place - 1] as number) > number; place--) {
        numbers[place] = numbers[place - 1] as number;
      }
      numbers[place] = number;
    }
  }
  let left = Math.min(count, 1);
  for (let index = 1; index < count; index++) {
    const number = numbers[index] as number;
    if (number !== numbers[left - 1]) numbers[left++] = number;
  }
  return left;
}
