import { defaultSources, type LogSource, type LogSourceName, logSourceNames } from './query/log-source.ts';
import { quoted } from './query/template.ts';

const name = { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]{0,127}$' } as const;

const sourceSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    table: name,
    columns: {
      type: 'object',
      additionalProperties: false,
      properties: {
        time: name,
        workspace: name,
        message: name,
        level: name,
        service: name,
        component: name,
        trace: name,
      },
    },
  },
} as const;

/** The plugin's part of the configuration. */
export const configurationSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['url'],
  properties: {
    url: {
      type: 'string',
      pattern: '^https?://[^?#@]+$',
      description: 'Of the HTTP interface: https://clickhouse:8443.',
    },
    user: { type: 'string', minLength: 1, description: 'A user that may only read. default unless told.' },
    password: { type: 'string', description: 'Empty unless told.' },
    database: { ...name, description: 'hexabase_logs unless told.' },
    sources: {
      type: 'object',
      additionalProperties: false,
      description: "Other names of tables and columns than the control plane's own.",
      properties: Object.fromEntries(logSourceNames.map((each) => [each, sourceSchema])),
    },
    timeoutMilliseconds: {
      type: 'integer',
      minimum: 100,
      maximum: 120_000,
      description: 'Of one query. 10,000 unless told.',
    },
    rows: { type: 'integer', minimum: 1, maximum: 10_000, description: 'Lines of one answer. 500 unless told.' },
    rowsToRead: {
      type: 'integer',
      minimum: 1000,
      description: 'Rows that one query may read. 1,000,000,000 unless told.',
    },
    memoryBytes: {
      type: 'integer',
      minimum: 1_048_576,
      description: 'Of one query, at the server. 1 GiB unless told.',
    },
    lookbackHours: { type: 'integer', minimum: 1, maximum: 8760, description: '744 (31 days) unless told.' },
  },
} as const;

export interface Configuration {
  readonly url: string;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
  readonly sources?: Partial<
    Readonly<Record<LogSourceName, { readonly table?: string; readonly columns?: Partial<LogSource['columns']> }>>
  >;
  readonly timeoutMilliseconds?: number;
  readonly rows?: number;
  readonly rowsToRead?: number;
  readonly memoryBytes?: number;
  readonly lookbackHours?: number;
}

/** The configuration with its defaults. */
export interface Settings {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly sources: Readonly<Record<LogSourceName, LogSource>>;
  readonly timeoutMilliseconds: number;
  readonly rows: number;
  readonly rowsToRead: number;
  readonly memoryBytes: number;
  /** Milliseconds. */
  readonly lookback: number;
}

export function settingsOf(configuration: Configuration): Settings {
  const { url, user = 'default', password = '', database = 'hexabase_logs', sources = {} } = configuration;
  const { timeoutMilliseconds = 10_000, rows = 500, lookbackHours = 744 } = configuration;
  quoted(database);
  const merged = logSourceNames.map((each): [LogSourceName, LogSource] => {
    const { table, columns } = defaultSources[each];
    const own = sources[each] ?? {};
    const source = { table: own.table ?? table, columns: { ...columns, ...own.columns } };
    for (const written of [source.table, ...Object.values(source.columns)]) quoted(written);
    return [each, source];
  });
  return {
    url,
    user,
    password,
    database,
    sources: Object.fromEntries(merged) as Record<LogSourceName, LogSource>,
    timeoutMilliseconds,
    rows,
    rowsToRead: configuration.rowsToRead ?? 1_000_000_000,
    memoryBytes: configuration.memoryBytes ?? 1024 ** 3,
    lookback: lookbackHours * 3_600_000,
  };
}
