import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { Database } from '../database/open.ts';
import type { Tables } from '../database/tables.ts';

const dayMilliseconds = 86_400_000;
/** Sessions that are deleted in one transaction: so that none lasts long, and nobody waits for it. */
const batch = 50;

export interface RetentionOptions {
  readonly idleDays: number;
  readonly lifetimeDays: number;
}

type SessionExpression = ExpressionBuilder<Tables, 'sessions'>;

/** How long sessions live, as conditions on rows of `sessions`. */
export interface Retention {
  readonly alive: (builder: SessionExpression) => Expression<SqlBool>;
  readonly expired: (builder: SessionExpression) => Expression<SqlBool>;
}

export function createRetention({ idleDays, lifetimeDays }: RetentionOptions, now: () => number): Retention {
  const usedBefore = () => Math.floor(now() - idleDays * dayMilliseconds);
  const madeBefore = () => Math.floor(now() - lifetimeDays * dayMilliseconds);
  return {
    alive: (row) =>
      row.and([row('sessions.last_used_at', '>', usedBefore()), row('sessions.created_at', '>', madeBefore())]),
    expired: (row) =>
      row.or([row('sessions.last_used_at', '<=', usedBefore()), row('sessions.created_at', '<=', madeBefore())]),
  };
}

/** Deletes every expired session, with all that belongs to it. */
export async function sweep(database: Database, retention: Retention): Promise<void> {
  for (;;) {
    const expired = await database.selectFrom('sessions').select('id').where(retention.expired).limit(batch).execute();
    const ids = expired.map(({ id }) => id);
    // Asked once more in the same statement: it may have been used since.
    if (ids.length > 0) await database.deleteFrom('sessions').where('id', 'in', ids).where(retention.expired).execute();
    if (ids.length < batch) return;
  }
}
