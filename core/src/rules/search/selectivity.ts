import type { Row } from './rows.ts';
import { type SlotGroup, slotOf, type SlotTest } from './slots.ts';

/** Of the facts, the share that is expected to pass a test of the group. */
export function expectedShare({ kind, size }: SlotGroup): number {
  switch (kind) {
    case 'values':
      return 1 / (size + 1);
    case 'parts':
      return 0.12;
    default:
      return 0.25;
  }
}

/** Puts the tests of each rule in the order in which they are made: the most selective first, then what others share. */
export function sharedTestsFirst(rows: readonly Row[]): readonly Row[] {
  const sharing = new Map<number, number>();
  for (const slot of rows.flatMap(({ tests }) => tests.map(slotOf))) sharing.set(slot, (sharing.get(slot) ?? 0) + 1);
  const numberOf = (test: SlotTest): number => sharing.get(slotOf(test)) ?? 0;
  return rows.map(({ ordinal, tests }) => ({
    ordinal,
    tests: tests.toSorted(
      (a, b) => expectedShare(a.group) - expectedShare(b.group) || numberOf(b) - numberOf(a) || slotOf(a) - slotOf(b),
    ),
  }));
}
