import type { Connection } from './engine.ts';

/** One request as ClickHouse's HTTP interface reads it. */
export interface Statement {
  readonly sql: string;
  readonly database: string | undefined;
  /** Name and value as they stood in the URL; a parameter of the query is `param_NAME`. */
  readonly settings: readonly (readonly [name: string, value: string])[];
  /** Where the statement names none. */
  readonly format: string;
  readonly isInsert: boolean;
}

/** Of the protocol or of a client, not of the engine. */
const noSettings = new Set([
  'query',
  'query_id',
  'database',
  'default_format',
  'session_id',
  'session_timeout',
  'user',
  'password',
  'quota_key',
  'role',
  'compress',
  'decompress',
  'wait_end_of_query',
  'buffer_size',
  'enable_http_compression',
  'http_zlib_compression_level',
  'send_progress_in_http_headers',
  'http_headers_progress_interval_ms',
]);

/** The statement is what stands in the URL with the body behind it. */
export function statementOf(parameters: URLSearchParams, body: Buffer): Statement {
  const inUrl = parameters.get('query') ?? '';
  const sql = inUrl === '' ? body.toString() : `${inUrl}\n${body.toString()}`;
  const settings = [...parameters].filter(([name]) => !noSettings.has(name) && /^\w+$/.test(name));
  return {
    sql,
    database: parameters.get('database') || undefined,
    settings,
    format: parameters.get('default_format') ?? 'TabSeparated',
    isInsert: /^\s*(?:--[^\n]*\n\s*|\/\*[\s\S]*?\*\/\s*)*insert\b/i.test(sql),
  };
}

/** Makes the database and the settings hold in the connection, in their order. Raises what the engine says of one. */
export function prepare(
  connection: Connection,
  { database, settings }: Pick<Statement, 'database' | 'settings'>,
): void {
  if (database !== undefined) connection.query(`USE \`${database.replace(/[\\`]/g, String.raw`\$&`)}\``);
  if (settings.length > 0)
    connection.query(`SET ${settings.map(([name, value]) => `${name} = ${quoted(value)}`).join(', ')}`);
}

function quoted(value: string): string {
  return `'${value.replace(/[\\']/g, String.raw`\$&`)}'`;
}

/** Formats whose rows stand one after the other with nothing around them all: only those can be sent as they come. */
const streamed = /^(?:JSONEachRow|JSONCompactEachRow|JSONStringsEachRow|TabSeparated|TabSeparatedRaw|TSV|TSVRaw|CSV)$/;

/** The rows as they come, where the statement is a question with such a format; at once where it is not. */
export async function* execute(
  connection: Connection,
  { sql, format, isInsert }: Statement,
): AsyncGenerator<Uint8Array> {
  const named = isInsert ? undefined : /\bformat\s+(\w+)\s*(?:settings\b[^)]*)?;?\s*$/i.exec(sql)?.[1];
  const isQuestion = /^\s*(?:select|with)\b/i.test(sql);
  if (isQuestion && streamed.test(named ?? format)) {
    for await (const chunk of connection.queryStream(sql, { format: named ?? format })) yield chunk.raw();
    return;
  }
  yield (await connection.queryAsync(sql, { format: named ?? format })).bytes();
}
