import { columnOf, quoted } from './column.ts';
import type { Conditions, Parameter } from './filter.ts';
import type { LogSource } from './log-source.ts';

/** A query and its typed parameters, apart from each other until the server has read the query. */
export interface TemplateQuery {
  readonly text: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
}

export interface QueryParts {
  readonly source: LogSource;
  /** Beside the workspace, which every row names. */
  readonly select: readonly string[];
  readonly where: Conditions;
  readonly rest: string;
  readonly parameters?: Readonly<Record<string, Parameter>>;
}

/** Every row says whose it is, as `workspace_`, so that a foreign one could be told. */
export function templateQuery({ source, select, where, rest, parameters = {} }: QueryParts): TemplateQuery {
  const owner = `toString(${columnOf(source.columns.workspace)}) AS workspace_`;
  const table = `${quoted(source.database)}.${quoted(source.table)}`;
  return {
    text: `SELECT ${[owner, ...select].join(', ')} FROM ${table} WHERE ${where.text} ${rest}`,
    parameters: { ...where.parameters, ...parameters },
  };
}

/** Milliseconds since the epoch. */
export function instantOf({ columns }: LogSource): string {
  return `toUnixTimestamp64Milli(toDateTime64(${columnOf(columns.time)}, 3))`;
}

/** A column as a text; empty where the table has none. */
export function textOf({ columns }: LogSource, name: keyof LogSource['columns']): string {
  const column = columns[name];
  return column === undefined ? "''" : `toString(${columnOf(column)})`;
}
