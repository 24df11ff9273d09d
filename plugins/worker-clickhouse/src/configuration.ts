import { HexaopsError } from '@hexaops/core';
import { columnOf, columnPattern, identifierPattern, quoted } from './query/column.ts';
import {
  columnNames,
  defaultSources,
  type LogSource,
  type LogSourceName,
  logSourceNames,
  type People,
} from './query/log-source.ts';

const name = { type: 'string', pattern: identifierPattern } as const;

const columnSchema = {
  if: { type: 'boolean' },
  then: { const: false },
  else: { type: 'string', pattern: columnPattern },
  description: 'A column, or one value of a column that is a map: fields[pod].',
} as const;

const sourceSchema = {
  description: 'These logs; false: there are none.',
  if: { type: 'boolean' },
  then: { const: false },
  else: {
    type: 'object',
    additionalProperties: false,
    properties: {
      database: { ...name, description: 'Where it is not the database of all.' },
      table: { ...name, description: 'Of these logs.' },
      columns: {
        type: 'object',
        additionalProperties: false,
        description: 'false for a column that the table does not have.',
        properties: Object.fromEntries(columnNames.map((each) => [each, columnSchema])),
      },
      people: { enum: ['own', 'masked', 'all'], description: 'How lines of other persons are treated.' },
    },
  },
} as const;

const defaults = {
  user: 'default',
  password: '',
  database: 'hexabase_logs',
  timeoutMilliseconds: 10_000,
  rows: 500,
  templateRows: 200_000,
  rowsToRead: 1_000_000_000,
  memoryBytes: 1024 ** 3,
  lookbackHours: 744,
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
    user: { type: 'string', minLength: 1, default: defaults.user, description: 'A user that may only read.' },
    password: { type: 'string', default: defaults.password, description: 'Of the user.' },
    database: { ...name, default: defaults.database, description: 'Where the tables are.' },
    sources: {
      type: 'object',
      additionalProperties: false,
      description: "Other names of tables and columns than the control plane's own; false for logs that there are not.",
      properties: Object.fromEntries(logSourceNames.map((each) => [each, sourceSchema])),
    },
    defaultSource: {
      enum: logSourceNames,
      description: 'The logs that are meant where none are named: applications where there are, else control-plane.',
    },
    timeoutMilliseconds: {
      type: 'integer',
      minimum: 100,
      maximum: 120_000,
      default: defaults.timeoutMilliseconds,
      description: 'Of one query, at the server too.',
    },
    rows: { type: 'integer', minimum: 1, maximum: 10_000, default: defaults.rows, description: 'Lines of one answer.' },
    templateRows: {
      type: 'integer',
      minimum: 1000,
      maximum: 10_000_000,
      default: defaults.templateRows,
      description: 'Lines that are grouped for one answer; of more, a sample.',
    },
    rowsToRead: {
      type: 'integer',
      minimum: 1000,
      default: defaults.rowsToRead,
      description: 'Rows that one query may read.',
    },
    memoryBytes: {
      type: 'integer',
      minimum: 1_048_576,
      default: defaults.memoryBytes,
      description: 'Of one query, at the server.',
    },
    lookbackHours: {
      type: 'integer',
      minimum: 1,
      maximum: 8760,
      default: defaults.lookbackHours,
      description: 'How far back one search may go.',
    },
  },
} as const;

type OwnColumns = { readonly [K in keyof LogSource['columns']]?: string | false };

interface OwnSource {
  readonly database?: string;
  readonly table?: string;
  readonly columns?: OwnColumns;
  readonly people?: People;
}

export interface Configuration {
  readonly url: string;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
  readonly sources?: Partial<Readonly<Record<LogSourceName, OwnSource | false>>>;
  readonly defaultSource?: LogSourceName;
  readonly timeoutMilliseconds?: number;
  readonly rows?: number;
  readonly templateRows?: number;
  readonly rowsToRead?: number;
  readonly memoryBytes?: number;
  readonly lookbackHours?: number;
}

/** The configuration with its defaults. */
export interface Settings {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** Those that there are. */
  readonly sources: ReadonlyMap<string, LogSource>;
  readonly defaultSource: LogSourceName;
  readonly timeoutMilliseconds: number;
  readonly rows: number;
  readonly templateRows: number;
  readonly rowsToRead: number;
  readonly memoryBytes: number;
  /** Milliseconds. */
  readonly lookback: number;
}

/** Raises `config-invalid`. */
export function settingsOf(configuration: Configuration): Settings {
  const { sources = {} } = configuration;
  const { url, database, lookbackHours, ...others } = { ...defaults, ...configuration };
  const known = new Map(
    logSourceNames.flatMap((each): [LogSourceName, LogSource][] => {
      const source = sourceOf(each, database, sources[each]);
      return source === undefined ? [] : [[each, source]];
    }),
  );
  const defaultSource = configuration.defaultSource ?? (known.has('applications') ? 'applications' : 'control-plane');
  if (!known.has(defaultSource)) {
    throw new HexaopsError('config-invalid', `there are no ${defaultSource} logs, which are the default`, {
      nextStep: `set defaultSource to one of: ${[...known.keys()].join(', ')}`,
    });
  }
  return {
    url,
    user: others.user,
    password: others.password,
    sources: known,
    defaultSource,
    timeoutMilliseconds: others.timeoutMilliseconds,
    rows: others.rows,
    templateRows: others.templateRows,
    rowsToRead: others.rowsToRead,
    memoryBytes: others.memoryBytes,
    lookback: lookbackHours * 3_600_000,
  };
}

function sourceOf(name: LogSourceName, database: string, own: OwnSource | false = {}): LogSource | undefined {
  if (own === false) return undefined;
  const byDefault = defaultSources[name];
  const table = own.table ?? byDefault.table;
  if (table === '') return undefined;
  const { time, workspace, message, ...others } = { ...byDefault.columns, ...own.columns };
  if (time === false || workspace === false || message === false) {
    throw new HexaopsError('config-invalid', `the ${name} logs need a time, a workspace and a message`, {
      nextStep: 'name the columns, or set these logs to false',
    });
  }
  const has = Object.entries(others).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const columns = { ...Object.fromEntries(has), time, workspace, message };
  for (const column of Object.values(columns)) columnOf(column);
  const source = { database: own.database ?? database, table, columns, people: own.people ?? byDefault.people };
  quoted(source.database);
  quoted(source.table);
  return source;
}
