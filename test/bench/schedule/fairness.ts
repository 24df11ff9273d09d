import type { Outcome } from './simulator/simulate.ts';

/**
 * What each workspace was served while calls came, over what it is due: its max-min fair share of all that was served, which is
 * all that it has asked for, or as much as any other that asks for more gets. One where fairness is perfect.
 */
export function sharesServed(outcomes: readonly Outcome[]): readonly number[] {
  const end = outcomes.at(-1)?.request.arrival ?? 0;
  const asked = new Map<number, number>();
  const served = new Map<number, number>();
  for (const { request, done } of outcomes) {
    const { workspace, work } = request;
    asked.set(workspace, (asked.get(workspace) ?? 0) + work);
    if (done !== undefined && done <= end) served.set(workspace, (served.get(workspace) ?? 0) + work);
  }
  const total = [...served.values()].reduce((sum, work) => sum + work, 0);
  return [...maxMinFair(asked, total)].map(([workspace, due]) => (due === 0 ? 0 : (served.get(workspace) ?? 0) / due));
}

/** Jain's index: one where all are the same, 1/n where one of n has everything. */
export function jainIndex(values: readonly number[]): number {
  const sum = values.reduce((all, value) => all + value, 0);
  const squares = values.reduce((all, value) => all + value ** 2, 0);
  return squares === 0 ? 0 : sum ** 2 / (values.length * squares);
}

/** Shares of a total: nobody gets more than was asked for, and what is left of that is the others'. */
export function maxMinFair(asked: ReadonlyMap<number, number>, total: number): ReadonlyMap<number, number> {
  const shares = new Map<number, number>();
  let left = total;
  for (const [workspace, wanted] of [...asked].sort((one, other) => one[1] - other[1])) {
    const share = Math.min(wanted, left / (asked.size - shares.size));
    shares.set(workspace, share);
    left -= share;
  }
  return shares;
}
