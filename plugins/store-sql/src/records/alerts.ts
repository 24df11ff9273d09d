import type { AlertRecord, Alerts } from '@hexaops/core';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/open.ts';
import type { Tables } from '../database/tables.ts';
import { isStorable, requireStorable, shown } from './identifiers.ts';

export function createAlerts(database: Database): Alerts {
  return {
    async update(workspace, fingerprints, next) {
      requireStorable(workspace, ...fingerprints);
      // In one order for everybody: so nobody waits for whoever waits for them.
      const sorted = [...new Set(fingerprints)].sort();
      if (sorted.length === 0) return;
      await database.transaction().execute(async (transaction) => {
        for (const fingerprint of sorted) await updateOne(transaction, workspace, fingerprint, next);
      });
    },

    async list(workspace, limit) {
      if (!isStorable(workspace)) return [];
      const rows = await inOrder(database, workspace).select('body').limit(limit).execute();
      return rows.map(({ body }) => JSON.parse(body) as AlertRecord);
    },

    async prune(workspace, most) {
      if (!isStorable(workspace)) return 0;
      const { kept } = await database
        .selectFrom('alerts')
        .select((row) => row.cast<number>(row.fn.countAll(), 'integer').as('kept'))
        .where('workspace', '=', workspace)
        .executeTakeFirstOrThrow();
      const over = kept - most;
      if (over <= 0) return 0;
      const { numDeletedRows } = await database
        .deleteFrom('alerts')
        .where('workspace', '=', workspace)
        .where('fingerprint', 'in', (query) =>
          query
            .selectFrom('alerts as others')
            .select('others.fingerprint')
            .where('others.workspace', '=', workspace)
            .orderBy('others.status', 'desc')
            .orderBy('others.last_seen_at')
            .orderBy('others.fingerprint', 'desc')
            .limit(over),
        )
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}

/** Deletes the alerts that nobody has told of since. */
export async function forgetAlerts(database: Database, seenBefore: number): Promise<void> {
  await database.deleteFrom('alerts').where('last_seen_at', '<=', seenBefore).execute();
}

/** `firing` comes before `resolved` in the alphabet, too. */
function inOrder(database: Kysely<Tables>, workspace: string) {
  return database
    .selectFrom('alerts')
    .where('workspace', '=', workspace)
    .orderBy('status')
    .orderBy('last_seen_at', 'desc')
    .orderBy('fingerprint');
}

async function updateOne(
  transaction: Kysely<Tables>,
  workspace: string,
  fingerprint: string,
  next: Parameters<Alerts['update']>[2],
): Promise<void> {
  // The row is locked, or made and locked, as it is read: whoever comes at once waits here.
  const own = { workspace, fingerprint };
  const row = await transaction
    .insertInto('alerts')
    .values({ ...own, status: 'resolved', last_seen_at: 0, body: '' })
    .onConflict((conflict) =>
      conflict.columns(['workspace', 'fingerprint']).doUpdateSet({ fingerprint: sql`excluded.fingerprint` }),
    )
    .returning('body')
    .executeTakeFirstOrThrow();
  const known = row.body === '' ? undefined : (JSON.parse(row.body) as AlertRecord);
  const made = next(fingerprint, known);
  if (made !== undefined) {
    const body = shown(JSON.stringify({ ...made, ...own }));
    await transaction
      .updateTable('alerts')
      .set({ status: made.status, last_seen_at: made.lastSeenAt, body })
      .where('workspace', '=', workspace)
      .where('fingerprint', '=', fingerprint)
      .execute();
  } else if (known === undefined) {
    await transaction
      .deleteFrom('alerts')
      .where('workspace', '=', workspace)
      .where('fingerprint', '=', fingerprint)
      .execute();
  }
}
