import { HexaopsError } from '@hexaops/core';
import { columnOf } from './column.ts';
import { levelsLike } from './level.ts';
import type { ColumnName, LogSource } from './log-source.ts';
import { likePattern } from './pattern.ts';

/** What a person may narrow a search by. Every value is a parameter of the query, never a part of its text. */
export interface LogFilter {
  /** Milliseconds since the epoch; `to` is not in it. */
  readonly from: number;
  readonly to: number;
  /** A part of the message; `<*>` in it stands for anything. */
  readonly term?: string | undefined;
  /** With what is worse: see `levelsLike`. */
  readonly level?: string | undefined;
  readonly service?: string | undefined;
  readonly component?: string | undefined;
  readonly pod?: string | undefined;
  readonly trace?: string | undefined;
  readonly namespace?: string | undefined;
  readonly kind?: string | undefined;
  /** With what is named after it: of `web` also `web-7d9f8-x2x4`. */
  readonly name?: string | undefined;
  readonly reason?: string | undefined;
  readonly pipeline?: string | undefined;
  readonly run?: string | undefined;
  readonly stage?: string | undefined;
}

/** For whom a query is made. Both come from the caller of the request, and from nowhere else. */
export interface Asking {
  readonly workspace: string;
  readonly subject: string;
}

export type Parameter = string | number | readonly string[];

export interface Conditions {
  readonly text: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
}

/** Compared whatever their case. */
const anyCase: readonly (keyof LogFilter & ColumnName)[] = [
  'service',
  'component',
  'pod',
  'namespace',
  'kind',
  'reason',
];
/** Compared as they are, so that an index can help. */
const exact: readonly (keyof LogFilter & ColumnName)[] = ['trace', 'pipeline', 'run', 'stage'];

/**
 * What every query begins with: the workspace, then the time, then what was asked for. Raises `arguments-invalid` for what the
 * table does not have, no column can hold, or no request can carry; nothing of it is sent.
 */
export function conditionsOf(source: LogSource, asking: Asking, filter: LogFilter): Conditions {
  const { columns, people } = source;
  const time = columnOf(columns.time);
  const conditions = [
    `${columnOf(columns.workspace)} = {workspace:String}`,
    `${time} >= fromUnixTimestamp64Milli({from:Int64})`,
    `${time} < fromUnixTimestamp64Milli({to:Int64})`,
  ];
  const parameters: Record<string, Parameter> = {
    workspace: searchable('workspace', asking.workspace),
    from: filter.from,
    to: filter.to,
  };
  if (people === 'own' && columns.user !== undefined) {
    conditions.push(`${columnOf(columns.user)} IN ('', {subject:String})`);
    parameters['subject'] = searchable('subject', asking.subject);
  }
  for (const name of anyCase) {
    const value = filter[name];
    if (value === undefined) continue;
    conditions.push(`lowerUTF8(toString(${required(source, name)})) = lowerUTF8({${name}:String})`);
    parameters[name] = searchable(name, value);
  }
  if (filter.name !== undefined) {
    const own = `concat(lowerUTF8(toString(${required(source, 'name')})), '-')`;
    conditions.push(`startsWith(${own}, concat(lowerUTF8({name:String}), '-'))`);
    parameters['name'] = searchable('name', filter.name);
  }
  for (const name of exact) {
    const value = filter[name];
    if (value === undefined) continue;
    conditions.push(`${required(source, name)} = {${name}:String}`);
    parameters[name] = searchable(name, value);
  }
  if (filter.level !== undefined) {
    conditions.push(`has({levels:Array(String)}, lowerUTF8(toString(${required(source, 'level')})))`);
    parameters['levels'] = levelsLike(searchable('level', filter.level));
  }
  if (filter.term !== undefined) {
    // In this form an index over the parts of messages is used where the table has one.
    conditions.push(`lowerUTF8(${columnOf(columns.message)}) LIKE lowerUTF8({term:String})`);
    parameters['term'] = likePattern(searchable('term', filter.term));
  }
  return { text: conditions.join(' AND '), parameters };
}

function required({ columns }: LogSource, name: ColumnName): string {
  const column = columns[name];
  if (column !== undefined) return columnOf(column);
  throw new HexaopsError('arguments-invalid', `these logs know no ${name}`, { nextStep: `ask without the ${name}` });
}

const longestText = 1000;

function searchable(name: string, value: string): string {
  if (typeof value === 'string' && value.length <= longestText && value.isWellFormed() && !value.includes('\0'))
    return value;
  throw new HexaopsError('arguments-invalid', `the ${name} is no text that can be searched for`, {
    nextStep: `give up to ${longestText} characters, none of them NUL`,
  });
}
