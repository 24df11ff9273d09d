import type { Budgets } from '@hexaops/core';
import { sql } from 'kysely';
import type { Database } from '../database/open.ts';
import { requireStorable } from './identifiers.ts';

/** A window in which nothing was spent for so long is forgotten. Longer than a month, the longest window in use. */
const keptMilliseconds = 40 * 86_400_000;

export function createBudgets(database: Database, now: () => number): Budgets {
  return {
    async spend(scope, window, amount, limit) {
      requireStorable(scope, window);
      await database
        .insertInto('budgets')
        .values({ scope, time_window: window, spent: 0, spent_at: now() })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const own = database
        .updateTable('budgets')
        .where('scope', '=', scope)
        .where('time_window', '=', window)
        .returning('spent');
      // One statement compares and adds: of those that spend at once each sees what the one before it has spent.
      const sum = sql<number>`spent + cast(${amount} as double precision)`;
      const taken = await own
        .set({ spent: sql<number>`case when ${sum} < 0 then 0 else ${sum} end`, spent_at: now() })
        .where(amount > 0 ? sql<boolean>`${sum} <= cast(${limit} as double precision)` : sql<boolean>`1 = 1`)
        .executeTakeFirst();
      if (taken !== undefined) return { spent: taken.spent, allowed: true };
      const refused = await database
        .selectFrom('budgets')
        .select('spent')
        .where('scope', '=', scope)
        .where('time_window', '=', window)
        .executeTakeFirst();
      return { spent: refused?.spent ?? 0, allowed: false };
    },
  };
}

/** Deletes the windows that are over. */
export async function forgetBudgets(database: Database, now: number): Promise<void> {
  await database
    .deleteFrom('budgets')
    .where('spent_at', '<', now - keptMilliseconds)
    .execute();
}
