import type { ToolContext } from '@hexaops/core';
import type { LogAccess, QueryOf } from '../logs/log-access.ts';
import { totalQuery } from '../query/counts.ts';
import type { LogFilter } from '../query/filter.ts';
import { Tally } from './tally.ts';

export interface Grouped {
  readonly tally: Tally;
  /** Of so many lines one was read; 1: all. */
  readonly oneIn: number;
  /** Lines that there are, in the time that is looked at. */
  readonly total: number;
  readonly query: string;
}

/**
 * Groups the lines of a filter, and before them those of the same time `before` milliseconds earlier, to compare with. Where
 * there are more lines than may be read, both are read as samples of the same density.
 */
export async function groupLines(
  access: LogAccess,
  source: string,
  filter: LogFilter,
  before: number | undefined,
  context: ToolContext,
): Promise<Grouped> {
  const earlier = before === undefined ? undefined : { ...filter, from: filter.from - before, to: filter.to - before };
  const [own, other] = await Promise.all(
    [filter, earlier].map(async (part) =>
      part === undefined ? { total: 0, query: '' } : countLines(access, source, part, context),
    ),
  );
  const total = own?.total ?? 0;
  const limit = access.settings.templateRows;
  const oneIn = Math.max(1, Math.ceil(Math.max(total, other?.total ?? 0) / limit));
  // A sample is of about so many lines.
  const wanted = { limit: oneIn === 1 ? limit : limit * 2, oneIn };
  const tally = new Tally();
  if (earlier !== undefined)
    for await (const line of access.stream(source, earlier, wanted, context)) tally.addBefore(line);
  for await (const line of access.stream(source, filter, wanted, context)) tally.add(line);
  return { tally, oneIn, total, query: own?.query ?? '' };
}

async function countLines(access: LogAccess, source: string, filter: LogFilter, context: ToolContext) {
  const count: QueryOf = (...what) => totalQuery(...what);
  const { rows, query } = await access.ask(source, count, filter, context);
  return { total: Number(rows[0]?.['lines_'] ?? 0), query };
}
