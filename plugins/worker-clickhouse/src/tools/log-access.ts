import { HexaopsError, type ToolContext } from '@hexaops/core';
import type { Settings } from '../configuration.ts';
import type { LogSourceName } from '../query/log-source.ts';
import { histogramQuery, type LogFilter, searchQuery, type TemplateQuery } from '../query/template.ts';
import type { Answer, ClickHouse } from '../source/click-house.ts';

export interface Searched extends Answer {
  /** As it can be asked again: the template, and its parameters. */
  readonly query: string;
}

/** The logs of the caller's workspace. The workspace is set here, from the caller, and nowhere else. */
export class LogAccess {
  readonly settings: Settings;
  readonly #clickHouse: ClickHouse;

  constructor(clickHouse: ClickHouse, settings: Settings) {
    this.#clickHouse = clickHouse;
    this.settings = settings;
  }

  search(source: LogSourceName, filter: LogFilter, limit: number, context: ToolContext): Promise<Searched> {
    const { database, sources } = this.settings;
    return this.#ask(
      searchQuery(database, sources[source], context.caller.workspace, this.#checked(filter), limit),
      context,
    );
  }

  histogram(source: LogSourceName, filter: LogFilter, buckets: number, context: ToolContext): Promise<Searched> {
    const { database, sources } = this.settings;
    return this.#ask(
      histogramQuery(database, sources[source], context.caller.workspace, this.#checked(filter), buckets),
      context,
    );
  }

  /** The second look: a row that says it is somebody else's is never given on, whatever the query was. */
  async #ask(query: TemplateQuery, { caller, signal, byteCap }: ToolContext): Promise<Searched> {
    const { rows, truncated } = await this.#clickHouse.ask(query, byteCap * 2, signal);
    if (rows.some((row) => row['workspace_'] !== caller.workspace))
      throw new HexaopsError('internal', 'the logs gave what is not of this workspace; nothing of it is shown');
    return { rows, truncated, query: `${query.text}\n${JSON.stringify(query.parameters)}` };
  }

  #checked(filter: LogFilter): LogFilter {
    const { lookback } = this.settings;
    if (filter.from < filter.to && filter.to - filter.from <= lookback) return filter;
    throw new HexaopsError('arguments-invalid', `a search is of up to ${lookback / 3_600_000} hours`, {
      nextStep: 'ask for a shorter time',
    });
  }
}
