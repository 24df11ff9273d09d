import { HexaopsError, type InvestigationRecord, type Investigations } from '@hexaops/core';
import type { Selectable, Transaction } from 'kysely';
import type { Database } from '../database/open.ts';
import { whileThere } from '../database/reference.ts';
import type { InvestigationsTable, Tables } from '../database/tables.ts';
import { isStorable, requireStorable, shown } from './identifiers.ts';

/** How often a taker looks again where another was faster. Then whoever is faster does the work. */
const attempts = 20;

export function createInvestigations(database: Database): Investigations {
  return {
    async keep(investigation) {
      await database.transaction().execute((transaction) => keep(transaction, investigation));
    },

    async begin(investigation, restsUntil) {
      const { id, workspace, fingerprint, createdAt } = investigation;
      requireStorable(id, workspace, fingerprint);
      return database.transaction().execute(async (transaction) => {
        // One statement looks and sets: of those that begin at once each sees the rest that the one before it has set.
        const { numInsertedOrUpdatedRows = 0n } = await transaction
          .insertInto('investigation_rests')
          .values({ workspace, fingerprint, rests_until: restsUntil, investigation: id })
          .onConflict((conflict) =>
            conflict
              .columns(['workspace', 'fingerprint'])
              .doUpdateSet({ rests_until: restsUntil, investigation: id })
              .where('investigation_rests.rests_until', '<=', createdAt),
          )
          .executeTakeFirst();
        if (numInsertedOrUpdatedRows > 0n) {
          await keep(transaction, investigation);
          return id;
        }
        const resting = await transaction
          .selectFrom('investigation_rests')
          .select('investigation')
          .where('workspace', '=', workspace)
          .where('fingerprint', '=', fingerprint)
          .executeTakeFirstOrThrow();
        return resting.investigation;
      });
    },

    async take(now, until) {
      for (let attempt = 0; attempt < attempts; attempt++) {
        const due = await database
          .selectFrom('investigations')
          .select('id')
          .where((row) =>
            row.or([
              row('status', '=', 'waiting'),
              row.and([row('status', '=', 'running'), row('taken_until', '<=', now)]),
            ]),
          )
          .orderBy('created_at')
          .orderBy('id')
          .executeTakeFirst();
        if (due === undefined) return undefined;
        // Asked once more in the same statement: another may have been faster.
        const taken = await database
          .updateTable('investigations')
          .set({ status: 'running', taken_until: until })
          .where('id', '=', due.id)
          .where((row) =>
            row.or([
              row('status', '=', 'waiting'),
              row.and([row('status', '=', 'running'), row('taken_until', '<=', now)]),
            ]),
          )
          .returningAll()
          .executeTakeFirst();
        if (taken !== undefined) return recordOf(taken);
      }
      return undefined;
    },

    async hold(workspace, id, until) {
      await database
        .updateTable('investigations')
        .set({ taken_until: until })
        .where('id', '=', id)
        .where('workspace', '=', workspace)
        .where('status', '=', 'running')
        .execute();
    },

    async get(workspace, id) {
      if (!isStorable(workspace, id)) return undefined;
      const row = await database
        .selectFrom('investigations')
        .selectAll()
        .where('id', '=', id)
        .where('workspace', '=', workspace)
        .executeTakeFirst();
      return row && recordOf(row);
    },

    async list(workspace, limit, fingerprint) {
      if (!isStorable(workspace, fingerprint ?? '')) return [];
      const rows = await database
        .selectFrom('investigations')
        .selectAll()
        .where('workspace', '=', workspace)
        .$if(fingerprint !== undefined, (query) => query.where('fingerprint', '=', fingerprint ?? ''))
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(recordOf);
    },
  };
}

/** A rest that is over does nothing; it is kept for a while, for clocks differ. Milliseconds. */
const restsKept = 86_400_000;

/** Deletes rests that are over, and what never came to a run and is as old as a session that has expired. */
export async function forgetInvestigations(database: Database, now: number, createdBefore: number): Promise<void> {
  await database
    .deleteFrom('investigation_rests')
    .where('rests_until', '<=', now - restsKept)
    .execute();
  await database
    .deleteFrom('investigations')
    .where('run', 'is', null)
    .where('created_at', '<=', createdBefore)
    .execute();
}

async function keep(
  transaction: Transaction<Tables>,
  { id, workspace, fingerprint, createdAt, status, title, run, ...more }: InvestigationRecord,
): Promise<void> {
  requireStorable(id, workspace, fingerprint);
  const { body = null, takenUntil = null, finishedAt = null } = more;
  const rest = {
    fingerprint,
    status,
    title: shown(title),
    run: run ?? null,
    body: body === null ? null : shown(body),
    taken_until: takenUntil,
    finished_at: finishedAt,
  };
  const found =
    run !== undefined && isStorable(run)
      ? await transaction.selectFrom('runs').select('id').where('id', '=', run).executeTakeFirst()
      : undefined;
  if (run !== undefined && found === undefined) {
    throw runAbsent();
  }
  const kept = transaction
    .insertInto('investigations')
    .values({ id, workspace, created_at: createdAt, ...rest })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet(rest).where('investigations.workspace', '=', workspace),
    );
  const { numInsertedOrUpdatedRows = 0n } = await whileThere(kept.executeTakeFirst(), runAbsent);
  if (numInsertedOrUpdatedRows === 0n) {
    throw new HexaopsError('conflict', 'an investigation of this id is another workspace\u2019s');
  }
}

function runAbsent(): HexaopsError {
  return new HexaopsError('not-found', 'this run is no longer there');
}

function recordOf(row: Selectable<InvestigationsTable>): InvestigationRecord {
  const { id, workspace, fingerprint, created_at: createdAt, status, title } = row;
  return {
    id,
    workspace,
    fingerprint,
    createdAt,
    status,
    title,
    ...(row.run === null ? {} : { run: row.run }),
    ...(row.body === null ? {} : { body: row.body }),
    ...(row.taken_until === null ? {} : { takenUntil: row.taken_until }),
    ...(row.finished_at === null ? {} : { finishedAt: row.finished_at }),
  };
}
