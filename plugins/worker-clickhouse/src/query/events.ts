import { columnOf } from './column.ts';
import { type Asking, conditionsOf, type LogFilter } from './filter.ts';
import type { LogSource } from './log-source.ts';
import { instantOf, type TemplateQuery, templateQuery, textOf } from './template-query.ts';

/** Events of objects, those of one reason together, the latest first. */
export function eventsQuery(source: LogSource, asking: Asking, filter: LogFilter, limit: number): TemplateQuery {
  const { columns } = source;
  const instant = instantOf(source);
  // Kubernetes counts on in the event itself; a table that does not keep the count has a row for each.
  const times = columns.count === undefined ? 'count()' : `greatest(max(toUInt64(${columnOf(columns.count)})), 1)`;
  const grouped = ['level', 'kind', 'namespace', 'name', 'reason'] as const;
  return templateQuery({
    source,
    select: [
      ...grouped.map((name) => `${textOf(source, name)} AS ${name}_`),
      `${times} AS times_`,
      `min(${instant}) AS first_`,
      `max(${instant}) AS last_`,
      `argMax(substringUTF8(${columnOf(columns.message)}, 1, 1000), ${columnOf(columns.time)}) AS message_`,
    ],
    where: conditionsOf(source, asking, filter),
    rest: `GROUP BY workspace_, ${grouped.map((name) => `${name}_`).join(', ')} ORDER BY last_ DESC LIMIT {limit:UInt32}`,
    parameters: { limit },
  });
}
