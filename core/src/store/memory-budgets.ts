import type { Budgets } from '../extension/store.ts';

/** Windows that are remembered. Over this number those that were spent in the longest ago are forgotten. */
const maximumWindows = 100_000;

/** Budgets that live as long as the process. */
export function createMemoryBudgets(): Budgets {
  const windows = new Map<string, number>();
  return {
    async spend(scope, window, amount, limit) {
      const key = JSON.stringify([scope, window]);
      const before = windows.get(key) ?? 0;
      const sum = Math.max(0, before + amount);
      if (amount > 0 && sum > limit) return { spent: before, allowed: false };
      windows.delete(key);
      windows.set(key, sum);
      for (const oldest of windows.keys()) {
        if (windows.size <= maximumWindows) break;
        windows.delete(oldest);
      }
      return { spent: sum, allowed: true };
    },
  };
}
