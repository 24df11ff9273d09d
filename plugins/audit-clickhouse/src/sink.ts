import type { AuditBatch, AuditSink } from '@hexaops/core';
import type { Connection } from './connection/client.ts';
import { quoted } from './table/identifier.ts';
import type { Table } from './table/inspection.ts';
import { rowOf } from './table/row.ts';
import type { WatchedTable } from './table/watched-table.ts';

/**
 * What a delivery asks of the server beside its defaults, which an account's profile may have changed: the rows are stored
 * when it answers, all of them and where the table passes them on to, as one insert that is recognized when it comes again. No
 * answer is begun before it is known, for what is raised after its head would be told to nobody.
 */
export const deliverySettings = [
  'async_insert',
  'insert_deduplicate',
  'insert_deduplication_token',
  'insert_distributed_sync',
  'date_time_input_format',
  'input_format_allow_errors_num',
  'input_format_allow_errors_ratio',
  'send_progress_in_http_headers',
] as const;

/** What goes before `insert_deduplicate` where a server knows it: a server that does not tell what it knows may be too old for it. */
export const recentSettings = ['deduplicate_insert'] as const;

/** Of the time of a delivery, what may go into looking at the table: one that cannot be looked at is written to all the same. */
const shareOfLook = 0.25;

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
      const look = AbortSignal.any([limited, AbortSignal.timeout(deadline * shareOfLook)]);
      const { settings, address } = await watched.known(look);
      const rows = batch.records.map((record) => rowOf(record, columns, address));
      const wanted = Object.entries(settingsOf(batch)).filter(([name]) => settings.has(name));
      await connection.insert(into, names, rows, Object.fromEntries(wanted), limited);
    },
  };
}

type Setting = (typeof deliverySettings)[number] | (typeof recentSettings)[number];

function settingsOf({ id }: AuditBatch): Readonly<Record<Setting, string | number>> {
  return {
    deduplicate_insert: 'enable',
    async_insert: 0,
    insert_deduplicate: 1,
    insert_deduplication_token: id,
    insert_distributed_sync: 1,
    date_time_input_format: 'best_effort',
    input_format_allow_errors_num: 0,
    input_format_allow_errors_ratio: 0,
    send_progress_in_http_headers: 0,
  };
}
