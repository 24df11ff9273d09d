import type { AuditBatch, AuditSink } from '@hexaops/core';
import type { Connection } from './connection/client.ts';
import { quoted } from './table/identifier.ts';
import type { Table } from './table/inspection.ts';
import { rowOf } from './table/row.ts';
import type { WatchedTable } from './table/watched-table.ts';

/**
 * What a delivery asks of the server beside its defaults, which an account's profile may have changed: the rows are stored
 * when it answers, as one insert that is recognized when it comes again.
 */
export const deliverySettings = [
  'async_insert',
  'insert_deduplicate',
  'insert_deduplication_token',
  'date_time_input_format',
] as const;

/** Stores each batch with one INSERT. Raises `audit-unavailable` and `audit-refused`, and then the batch may be stored or not. */
export function createSink(
  connection: Connection,
  { database, table, columns }: Table,
  watched: WatchedTable,
  deadline: number,
): AuditSink {
  const into = `${quoted(database)}.${quoted(table)}`;
  const names = columns.map(({ name }) => quoted(name));
  return {
    id: 'clickhouse',
    async deliver(batch, signal) {
      if (batch.records.length === 0) return;
      const limited = AbortSignal.any([signal, AbortSignal.timeout(deadline)]);
      const { settings, address } = await watched.known(limited);
      const rows = batch.records.map((record) => rowOf(record, columns, address));
      const wanted = Object.entries(settingsOf(batch)).filter(([name]) => settings.has(name));
      await connection.insert(into, names, rows, Object.fromEntries(wanted), limited);
    },
  };
}

function settingsOf({ id }: AuditBatch): Readonly<Record<(typeof deliverySettings)[number], string | number>> {
  return {
    async_insert: 0,
    insert_deduplicate: 1,
    insert_deduplication_token: id,
    date_time_input_format: 'best_effort',
  };
}
