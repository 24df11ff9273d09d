/** A slot whose tests all pass: it fills up rows that have fewer tests than others. */
export const alwaysPassing = 0;

/** What the slots of a group stand for: values of which a fact has at most one, parts of a text, two opposite comparisons. */
export type GroupKind = 'values' | 'parts' | 'comparisons';

/** Slots of one field that stand side by side. */
export class SlotGroup {
  readonly kind: GroupKind;
  /** Set when all groups are known. */
  first = 0;
  size = 0;
  /** The slots that the fact has, the first `count` of the list. */
  readonly present: number[] = [];
  count = 0;
  /** Nothing can be said of the fact: every alternative may hold. */
  undecided = false;
  #raised: readonly number[] = [];

  constructor(kind: GroupKind) {
    this.kind = kind;
  }

  reserve(): number {
    return this.size++;
  }

  clear(values: Float64Array): void {
    for (let index = 0; index < this.count; index++) values[this.present[index] as number] = 0;
    this.count = 0;
    if (!this.undecided) return;
    for (const slot of this.#raised) values[slot] = 0;
    this.#raised = [];
    this.undecided = false;
  }

  set(offset: number, values: Float64Array): void {
    const slot = this.first + offset;
    if (values[slot] !== 0) return;
    values[slot] = 1;
    this.present[this.count++] = slot;
  }

  leaveUndecided(): void {
    this.undecided = this.size > 0;
  }

  /** Lets the tests of these slots pass, until the group is cleared: those that are about to be made. */
  raise(slots: readonly number[], values: Float64Array): void {
    this.#raised = slots;
    for (const slot of slots) values[slot] = Number.POSITIVE_INFINITY;
  }
}

/** Passes where the value of the slot is above the threshold. */
export interface SlotTest {
  readonly group: SlotGroup;
  readonly offset: number;
  /** Finite. */
  readonly threshold: number;
}

/** Of no test, the slot that always passes. */
export function slotOf(test: SlotTest | undefined): number {
  return test === undefined ? alwaysPassing : test.group.first + test.offset;
}

export function thresholdOf(test: SlotTest | undefined): number {
  return test?.threshold ?? 0;
}
