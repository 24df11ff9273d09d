import { type Asking, conditionsOf, type LogFilter } from './filter.ts';
import type { LogSource } from './log-source.ts';
import { instantOf, type TemplateQuery, templateQuery, textOf } from './template-query.ts';

export type Grouping = 'level' | 'service' | 'component' | 'pod';

/** How many lines there were in each stretch of `width` milliseconds, apart by a column where one is told. */
export function histogramQuery(
  source: LogSource,
  asking: Asking,
  filter: LogFilter,
  { width, by, limit }: { readonly width: number; readonly by?: Grouping | undefined; readonly limit: number },
): TemplateQuery {
  const group = by === undefined ? "''" : textOf(source, by);
  return templateQuery({
    source,
    select: [
      `intDiv(${instantOf(source)} - {from:Int64}, {width:Int64}) AS bucket_`,
      `${group} AS group_`,
      'count() AS lines_',
      `min(${instantOf(source)}) AS first_`,
    ],
    where: conditionsOf(source, asking, filter),
    rest: 'GROUP BY workspace_, bucket_, group_ ORDER BY bucket_, lines_ DESC LIMIT {limit:UInt32}',
    parameters: { width, limit },
  });
}

/** How many lines there are, the first and the last; no row where there are none. */
export function totalQuery(source: LogSource, asking: Asking, filter: LogFilter): TemplateQuery {
  const instant = instantOf(source);
  return templateQuery({
    source,
    select: ['count() AS lines_', `min(${instant}) AS first_`, `max(${instant}) AS last_`],
    where: conditionsOf(source, asking, filter),
    rest: 'GROUP BY workspace_',
  });
}
