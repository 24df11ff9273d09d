import {
  type AuditBatch,
  type AuditEntry,
  type AuditOutbox,
  type AuditRecord,
  batchOf,
  HexaopsError,
  recordsThatFit,
} from '@hexaops/core';
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Database } from '../database/open.ts';
import type { AuditRecordsTable, Tables } from '../database/tables.ts';
import { isStorable, requireStorable } from '../records/identifiers.ts';
import { deliveredTo } from './positions.ts';

/** Records that are removed in one transaction: nobody waits for it for long. */
const pruneChunk = 2_000;
/** Others may freeze and acknowledge between two statements, but not for ever. */
const maximumTries = 20;

export function createOutbox(database: Database): AuditOutbox {
  return {
    async register(sinks) {
      requireStorable(...sinks);
      await database.transaction().execute(async (transaction) => {
        const { pruned } = await lock(transaction);
        await transaction.updateTable('audit_sinks').set({ registered: 0 }).execute();
        for (const sink of sinks) {
          await transaction
            .insertInto('audit_sinks')
            .values({ sink, registered: 1, position: pruned, frozen_to: null, frozen_batch: null })
            .onConflict((conflict) => conflict.column('sink').doUpdateSet({ registered: 1 }))
            .execute();
        }
        // Sinks that come back after what they have not got was removed.
        await transaction
          .updateTable('audit_sinks')
          .set({ position: pruned, frozen_to: null, frozen_batch: null })
          .where('registered', '=', 1)
          .where('position', '<', pruned)
          .execute();
      });
    },

    async batch(sink, limit, bytes = Infinity) {
      if (!isStorable(sink)) return undefined;
      for (let tries = 0; tries < maximumTries; tries++) {
        const cursor = await database
          .selectFrom('audit_sinks')
          .crossJoin('audit_positions')
          .select(['position', 'frozen_to', 'frozen_batch', 'last'])
          .where('sink', '=', sink)
          .where('registered', '=', 1)
          .executeTakeFirst();
        if (cursor === undefined) return undefined;
        const { position, frozen_to: to, frozen_batch: id, last } = cursor;
        if (to === null && last <= position) return undefined;
        const end = to ?? (await endOf(database, { position, last: Math.min(position + limit, last), bytes }));
        const batch = batchOf(sink, await between(database, position, end));
        // Where it is not the frozen one it was acknowledged, and perhaps pruned, meanwhile.
        if (to !== null ? batch.id === id : await freeze(database, position, batch)) return batch;
      }
      throw new HexaopsError('internal', `the audit records that were frozen for "${sink}" are not what they were`, {
        nextStep: 'compare the store with a backup: somebody has changed its audit records',
      });
    },

    async acknowledge(sink, batch) {
      if (!isStorable(sink, batch)) return;
      await database
        .updateTable('audit_sinks')
        .set((row) => ({ position: row.fn.coalesce('frozen_to', 'position'), frozen_to: null, frozen_batch: null }))
        .where('sink', '=', sink)
        .where('frozen_batch', '=', batch)
        .execute();
    },

    async records(after, limit) {
      const rows = await recordsAfter(database, after).limit(limit).execute();
      return rows.map(recordOf);
    },

    async heads() {
      const rows = await database.selectFrom('audit_heads').selectAll().orderBy('workspace').execute();
      return rows.map(({ workspace, sequence, hash }) => ({ workspace, sequence, hash }));
    },

    async waiting() {
      const delivered = await deliveredTo(database);
      if (delivered === undefined) return { records: 0, oldest: undefined };
      const { records, oldest } = await database
        .selectFrom('audit_positions')
        .select((row) => [
          row('last', '-', delivered).as('records'),
          row
            .selectFrom('audit_records')
            .select('written_at')
            .where('position', '>', delivered)
            .orderBy('position')
            .limit(1)
            .as('oldest'),
        ])
        .executeTakeFirstOrThrow();
      return { records: Math.max(0, records), oldest: oldest ?? undefined };
    },

    async prune(before) {
      for (let removed = 0; ;) {
        const count = await database.transaction().execute((transaction) => pruneSome(transaction, before));
        removed += count;
        if (count < pruneChunk) return removed;
      }
    },
  };
}

/** Whoever else writes records, registers or prunes waits until this transaction ends. */
function lock(transaction: Transaction<Tables>) {
  return transaction
    .updateTable('audit_positions')
    .set((row) => ({ last: row.ref('last') }))
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** False where somebody else has frozen one, or this one was delivered already. */
async function freeze(database: Database, position: number, { id, sink, records }: AuditBatch): Promise<boolean> {
  const last = records.at(-1);
  if (last === undefined) return false;
  const { numUpdatedRows } = await database
    .updateTable('audit_sinks')
    .set({ frozen_to: last.position, frozen_batch: id })
    .where('sink', '=', sink)
    .where('registered', '=', 1)
    .where('position', '=', position)
    .where('frozen_to', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

function recordsAfter(database: Kysely<Tables>, position: number) {
  return database.selectFrom('audit_records').selectAll().where('position', '>', position).orderBy('position');
}

interface Waiting {
  /** Of the last record that the sink has. */
  readonly position: number;
  /** Of the last record that the batch may have. */
  readonly last: number;
  readonly bytes: number;
}

/** The position of the last record of a batch within its bytes: only their lengths are read. */
async function endOf(database: Kysely<Tables>, { position, last, bytes }: Waiting): Promise<number> {
  if (bytes === Infinity) return last;
  const rows = await database
    .selectFrom('audit_records')
    .select((row) => row.fn<number>('octet_length', ['entry']).as('size'))
    .where('position', '>', position)
    .where('position', '<=', last)
    .orderBy('position')
    .execute();
  return (
    position +
    recordsThatFit(
      rows.map(({ size }) => size),
      bytes,
    )
  );
}

async function between(database: Kysely<Tables>, after: number, to: number): Promise<readonly AuditRecord[]> {
  const rows = await recordsAfter(database, after).where('position', '<=', to).execute();
  return rows.map(recordOf);
}

async function pruneSome(transaction: Transaction<Tables>, before: number): Promise<number> {
  const { last, pruned } = await lock(transaction);
  const end = Math.min((await deliveredTo(transaction)) ?? last, pruned + pruneChunk);
  const young = await transaction
    .selectFrom('audit_records')
    .select('position')
    .where('position', '<=', end)
    .where('written_at', '>=', before)
    .orderBy('position')
    .limit(1)
    .executeTakeFirst();
  const to = young === undefined ? end : young.position - 1;
  if (to <= pruned) return 0;
  await transaction.deleteFrom('audit_records').where('position', '<=', to).execute();
  await transaction.updateTable('audit_positions').set({ pruned: to }).execute();
  return to - pruned;
}

function recordOf({ position, sequence, previous, hash, entry }: Selectable<AuditRecordsTable>): AuditRecord {
  return { position, sequence, previous, hash, entry: JSON.parse(entry) as AuditEntry };
}
