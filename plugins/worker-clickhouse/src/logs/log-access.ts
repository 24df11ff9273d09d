import { HexaopsError, type ToolContext, unknownName } from '@hexaops/core';
import type { Settings } from '../configuration.ts';
import type { Asking, LogFilter } from '../query/filter.ts';
import { linesQuery, type LinesWanted } from '../query/lines.ts';
import type { LogSource } from '../query/log-source.ts';
import type { TemplateQuery } from '../query/template-query.ts';
import type { Answer, ClickHouse, Row } from '../source/click-house.ts';
import { lineOf, type LogLine } from './log-line.ts';

export interface Searched extends Answer {
  /** As it can be asked again: the template, and its parameters. */
  readonly query: string;
}

export interface Lines {
  readonly lines: readonly LogLine[];
  /** There are more than were wanted. */
  readonly more: boolean;
  readonly query: string;
}

type Asked = Pick<ClickHouse, 'ask' | 'stream'>;

/** Makes a query of a table for a caller. */
export type QueryOf = (source: LogSource, asking: Asking, filter: LogFilter) => TemplateQuery;

/** Of an answer that is counted or summed up before it is shown. */
const countedBytes = 1024 ** 2;

/** How many bytes may be streamed through for one grouping of lines. */
const streamBytes = 512 * 1024 ** 2;

/** The logs of the caller's workspace. The workspace is set here, from the caller, and nowhere else. */
export class LogAccess {
  readonly settings: Settings;
  readonly #clickHouse: Asked;

  constructor(clickHouse: Asked, settings: Settings) {
    this.#clickHouse = clickHouse;
    this.settings = settings;
  }

  /** Raises `arguments-invalid` for logs that there are not. */
  source(name: string): LogSource {
    const source = this.settings.sources.get(name);
    if (source === undefined)
      throw unknownName('arguments-invalid', 'logs', name.slice(0, 80), [...this.settings.sources.keys()]);
    return source;
  }

  async lines(name: string, filter: LogFilter, wanted: LinesWanted, context: ToolContext): Promise<Lines> {
    const source = this.source(name);
    const { limit } = wanted;
    const make: QueryOf = (...what) => linesQuery(...what, { ...wanted, limit: limit + 1 });
    const { rows, truncated, query } = await this.ask(name, make, filter, context, context.byteCap * 2);
    const lines = rows.slice(0, limit).map((row) => lineOf(row, blindTo(source, context)));
    return { lines, more: truncated || rows.length > limit, query };
  }

  /** The second look: a row that says it is somebody else's is never given on, whatever the query was. */
  async ask(
    name: string,
    make: QueryOf,
    filter: LogFilter,
    context: ToolContext,
    bytes: number = countedBytes,
  ): Promise<Searched> {
    const query = make(this.source(name), askingOf(context), this.#checked(filter));
    const { rows, truncated } = await this.#clickHouse.ask(query, bytes, context.signal);
    requireOwn(rows, context);
    return { rows, truncated, query: written(query) };
  }

  /** Lines in no order, with what they are grouped by alone; never more in memory than come at once. */
  async *stream(
    name: string,
    filter: LogFilter,
    wanted: Pick<LinesWanted, 'limit' | 'oneIn'>,
    context: ToolContext,
  ): AsyncGenerator<LogLine> {
    const source = this.source(name);
    const query = linesQuery(source, askingOf(context), this.#checked(filter), {
      ...wanted,
      order: 'any',
      brief: true,
    });
    const subject = blindTo(source, context);
    for await (const block of this.#clickHouse.stream(query, streamBytes, context.signal)) {
      if (block === 'truncated') return;
      requireOwn(block, context);
      for (const row of block) yield lineOf(row, subject);
    }
  }

  #checked(filter: LogFilter): LogFilter {
    const { lookback } = this.settings;
    if (filter.from < filter.to && filter.to - filter.from <= lookback) return filter;
    throw new HexaopsError('arguments-invalid', `a search is of up to ${lookback / 3_600_000} hours`, {
      nextStep: 'ask for a shorter time',
    });
  }
}

function askingOf({ caller }: ToolContext): Asking {
  return { workspace: caller.workspace, subject: caller.subject };
}

/** For whom other persons are masked in the lines of a source; undefined where they are not. */
function blindTo({ people }: LogSource, { caller }: ToolContext): string | undefined {
  return people === 'all' ? undefined : caller.subject;
}

function requireOwn(rows: readonly Row[], { caller }: ToolContext): void {
  if (rows.some((row) => row['workspace_'] !== caller.workspace))
    throw new HexaopsError('internal', 'the logs gave what is not of this workspace; nothing of it is shown');
}

function written({ text, parameters }: TemplateQuery): string {
  return `${text}\n${JSON.stringify(parameters)}`;
}
