import { HexaopsError, type InvestigationRecord, type Investigations } from '@hexaops/core';
import type { Selectable } from 'kysely';
import type { Database } from '../database/open.ts';
import { whileThere } from '../database/reference.ts';
import type { InvestigationsTable } from '../database/tables.ts';
import { isStorable, requireStorable, shown } from './identifiers.ts';

export function createInvestigations(database: Database): Investigations {
  return {
    async keep({ id, workspace, fingerprint, createdAt, status, title, run }) {
      requireStorable(id, workspace, fingerprint);
      const rest = { fingerprint, status, title: shown(title), run: run ?? null };
      await database.transaction().execute(async (transaction) => {
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
      });
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

function runAbsent(): HexaopsError {
  return new HexaopsError('not-found', 'this run is no longer there');
}

function recordOf(row: Selectable<InvestigationsTable>): InvestigationRecord {
  const { id, workspace, fingerprint, created_at: createdAt, status, title, run } = row;
  return { id, workspace, fingerprint, createdAt, status, title, ...(run === null ? {} : { run }) };
}
