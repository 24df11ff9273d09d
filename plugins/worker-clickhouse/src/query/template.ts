import { HexaopsError } from '@hexaops/core';
import type { LogColumns, LogSource } from './log-source.ts';

/** What a person may narrow a search by. Every value is a parameter of the query, never a part of its text. */
export interface LogFilter {
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly term?: string | undefined;
  readonly level?: string | undefined;
  readonly service?: string | undefined;
  readonly component?: string | undefined;
  readonly trace?: string | undefined;
}

/** A query and its typed parameters, apart from each other until the server has read the query. */
export interface TemplateQuery {
  readonly text: string;
  readonly parameters: Readonly<Record<string, string | number>>;
}

const optional = ['level', 'service', 'component', 'trace'] as const;

/** The latest lines first. Every row says whose it is, so that a foreign one could be told. */
export function searchQuery(
  database: string,
  source: LogSource,
  workspace: string,
  filter: LogFilter,
  limit: number,
): TemplateQuery {
  const { columns } = source;
  const shown = ['time', 'workspace', 'level', 'service', 'component', 'trace', 'message'] as const;
  const selected = shown.map((name) => {
    const column = columns[name];
    if (column === undefined) return `'' AS ${name}_`;
    return name === 'time'
      ? `toUnixTimestamp64Milli(toDateTime64(${quoted(column)}, 3)) AS time_`
      : `toString(${quoted(column)}) AS ${name}_`;
  });
  const { conditions, parameters } = conditionsOf(columns, workspace, filter);
  return {
    text: `SELECT ${selected.join(', ')} FROM ${tableOf(database, source)} WHERE ${conditions} ORDER BY ${quoted(columns.time)} DESC LIMIT {limit:UInt32}`,
    parameters: { ...parameters, limit },
  };
}

/** How many lines there were in each of `buckets` equal parts of the time, and when the first was. */
export function histogramQuery(
  database: string,
  source: LogSource,
  workspace: string,
  filter: LogFilter,
  buckets: number,
): TemplateQuery {
  const { columns } = source;
  const width = Math.max(1000, Math.ceil((filter.to - filter.from) / buckets));
  const time = `toUnixTimestamp64Milli(toDateTime64(${quoted(columns.time)}, 3))`;
  const { conditions, parameters } = conditionsOf(columns, workspace, filter);
  const owner = `toString(${quoted(columns.workspace)})`;
  return {
    text: `SELECT intDiv(${time} - {from:Int64}, {width:Int64}) AS bucket_, ${owner} AS workspace_, count() AS lines_, min(${time}) AS first_ FROM ${tableOf(database, source)} WHERE ${conditions} GROUP BY bucket_, workspace_ ORDER BY bucket_`,
    parameters: { ...parameters, width },
  };
}

function conditionsOf(columns: LogColumns, workspace: string, filter: LogFilter) {
  const time = quoted(columns.time);
  const conditions = [
    `${quoted(columns.workspace)} = {workspace:String}`,
    `${time} >= fromUnixTimestamp64Milli({from:Int64})`,
    `${time} < fromUnixTimestamp64Milli({to:Int64})`,
  ];
  const parameters: Record<string, string | number> = {
    workspace: requireText('workspace', workspace),
    from: filter.from,
    to: filter.to,
  };
  for (const name of optional) {
    const value = filter[name];
    const column = columns[name];
    if (value === undefined) continue;
    if (column === undefined) {
      throw new HexaopsError('arguments-invalid', `these logs know no ${name}`, {
        nextStep: `ask without the ${name}`,
      });
    }
    conditions.push(`lowerUTF8(toString(${quoted(column)})) = lowerUTF8({${name}:String})`);
    parameters[name] = requireText(name, value);
  }
  if (filter.term !== undefined) {
    conditions.push(`positionCaseInsensitiveUTF8(${quoted(columns.message)}, {term:String}) > 0`);
    parameters['term'] = requireText('term', filter.term);
  }
  return { conditions: conditions.join(' AND '), parameters };
}

/** Raises `arguments-invalid` for what no column can hold or no request can carry; nothing of it is sent. */
function requireText(name: string, value: string): string {
  if (value.length <= longestText && value.isWellFormed() && !value.includes('\0')) return value;
  throw new HexaopsError('arguments-invalid', `the ${name} is no text that can be searched for`, {
    nextStep: `give up to ${longestText} characters, none of them NUL`,
  });
}

const longestText = 1000;

function tableOf(database: string, { table }: LogSource): string {
  return `${quoted(database)}.${quoted(table)}`;
}

const identifier = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;

/** Raises `config-invalid` for a name that is none: names of tables and columns are the operator's, and the only text. */
export function quoted(name: string): string {
  if (!identifier.test(name)) {
    throw new HexaopsError('config-invalid', `"${name.slice(0, 80)}" is no name of a table or column`, {
      nextStep: 'use letters, digits and underscores',
    });
  }
  return `\`${name}\``;
}
