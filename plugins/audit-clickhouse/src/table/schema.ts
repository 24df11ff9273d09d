import { columnKeys, type Column, type ColumnKey } from './columns.ts';
import { quoted } from './identifier.ts';

/** Inserts that a table remembers, so that a batch which is delivered again is not stored again. */
const windowSize = 10_000;

const types: Readonly<Record<ColumnKey, string>> = {
  timestamp: "DateTime64(3, 'UTC')",
  user_id: 'String',
  organization_id: 'String',
  workspace_id: 'String',
  source_ip: 'String',
  event_type: 'LowCardinality(String)',
  resource_id: 'String',
  details_json: 'String CODEC(ZSTD(3))',
  initiated_by: 'LowCardinality(String)',
};

export interface SchemaOptions {
  readonly database: string;
  readonly table: string;
  readonly columns: readonly Column[];
  readonly writer: string;
  readonly reader: string | undefined;
}

/** The table and its accounts, for an administrator to run: this package never makes or changes a table. */
export function schemaOf({ database, table, columns, writer, reader }: SchemaOptions): string {
  const where = `${quoted(database)}.${quoted(table)}`;
  const nameOf = (key: ColumnKey) => quoted(columns.find((column) => column.key === key)?.name ?? key);
  const lines = columnKeys
    .filter((key) => columns.some((column) => column.key === key))
    .map((key) => `  ${nameOf(key)} ${types[key]}`);
  const statements = [
    `CREATE DATABASE IF NOT EXISTS ${quoted(database)}`,
    `CREATE TABLE IF NOT EXISTS ${where}
(
${lines.join(',\n')}
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(${nameOf('timestamp')})
ORDER BY (${nameOf('workspace_id')}, ${nameOf('timestamp')})
SETTINGS non_replicated_deduplication_window = ${windowSize}, fsync_after_insert = 1, fsync_part_directory = 1`,
    ...account(writer, 'writer_password', `GRANT INSERT ON ${where}`),
    ...(reader === undefined ? [] : account(reader, 'reader_password', `GRANT SELECT ON ${where}`)),
  ];
  return `${statements.join(';\n\n')};\n`;
}

/** The password is a parameter, without which the server refuses the statement: none that is printed may ever be one. */
function account(name: string, password: string, grant: string): readonly string[] {
  return [
    `CREATE USER IF NOT EXISTS ${quoted(name)} IDENTIFIED WITH sha256_password BY {${password}:String}`,
    `${grant} TO ${quoted(name)}`,
  ];
}
