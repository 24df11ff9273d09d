import { type AuditReader, type AuditSelection, HexaopsError } from '@hexaops/core';
import type { Connection } from './connection/client.ts';
import { timeExpression } from './table/timestamp.ts';
import type { Column } from './table/columns.ts';
import { foundIn } from './table/found.ts';
import { quoted } from './table/identifier.ts';
import { inspect, type Inspection, type Table } from './table/inspection.ts';

export interface ReaderParts {
  /** Undefined where no account for it is configured. */
  readonly connection: Connection | undefined;
  readonly table: Table;
  readonly schema: string;
}

/** Reads the table as one stream, in the order of the chains, which the server makes. */
export function createReader({ connection, table, schema }: ReaderParts): AuditReader {
  return {
    id: 'clickhouse',
    schema: () => schema,
    async *records(selection, signal) {
      if (connection === undefined) {
        throw new HexaopsError('config-invalid', 'audit-clickhouse has no account that may read', {
          nextStep: 'set reader.username and reader.password to an account with SELECT on the table',
        });
      }
      const inspection = await inspect(connection, table, { usual: [], recent: [] }, signal);
      requireTable(table, inspection);
      const { texts, rest, parameters } = questionOf(table, inspection, selection);
      for await (const block of connection.select(texts, rest, parameters, signal)) {
        for (const values of block) yield foundIn(values, table.columns, inspection);
      }
    },
  };
}

function requireTable({ database, table }: Table, { engine, missing }: Inspection): void {
  const name = `${database}.${table}`;
  if (engine !== undefined && missing.length === 0) return;
  const what = engine === undefined ? `${name} is not there` : `${name} has no column ${missing.join(', ')}`;
  throw new HexaopsError('audit-refused', `${what}, or this account may not read it`, {
    nextStep: 'compare it with what `hexaops audit schema` prints',
  });
}

interface Question {
  readonly texts: readonly string[];
  readonly rest: string;
  readonly parameters: Readonly<Record<string, string>>;
}

function questionOf(
  { database, table, columns }: Table,
  { time }: Inspection,
  { workspace, from, to }: AuditSelection,
): Question {
  const nameOf = (key: Column['key']) => quoted(columns.find((column) => column.key === key)?.name ?? key);
  const details = nameOf('details_json');
  const timestamp = nameOf('timestamp');
  const own = `JSONExtractString(${details}, 'entry', 'workspace')`;
  const texts = columns.map(({ key, name }) =>
    key === 'timestamp' ? timeExpression(quoted(name), time) : `toString(${quoted(name)})`,
  );
  const instant = (name: string) =>
    time === 'text' ? `{${name}:String}` : `parseDateTime64BestEffort({${name}:String}, 3)`;
  const conditions = [
    ...(workspace === undefined
      ? []
      : [`(${nameOf('workspace_id')} = {workspace:String} OR ${own} = {workspace:String})`]),
    ...(from === undefined ? [] : [`${timestamp} >= ${instant('from')}`]),
    ...(to === undefined ? [] : [`${timestamp} < ${instant('to')}`]),
  ];
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  const order = `${own}, JSONExtractUInt(${details}, 'sequence'), JSONExtractString(${details}, 'hash')`;
  return {
    texts,
    rest: `FROM ${quoted(database)}.${quoted(table)}${where} ORDER BY ${order}`,
    parameters: Object.fromEntries(
      Object.entries({ workspace, from, to }).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  };
}
