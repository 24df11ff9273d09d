import { type Asking, conditionsOf, type LogFilter } from './filter.ts';
import type { LogSource } from './log-source.ts';
import { type TemplateQuery, templateQuery, textOf } from './template-query.ts';

/** Who has written lines, the most talkative first. */
export function servicesQuery(source: LogSource, asking: Asking, filter: LogFilter): TemplateQuery {
  return templateQuery({
    source,
    select: [`${textOf(source, 'service')} AS service_`, 'count() AS lines_'],
    where: conditionsOf(source, asking, filter),
    rest: 'GROUP BY workspace_, service_ ORDER BY lines_ DESC LIMIT 1000',
  });
}
