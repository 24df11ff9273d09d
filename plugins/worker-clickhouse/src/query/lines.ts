import { columnOf } from './column.ts';
import { type Asking, conditionsOf, type LogFilter } from './filter.ts';
import type { LogSource } from './log-source.ts';
import { instantOf, type TemplateQuery, templateQuery, textOf } from './template-query.ts';

export interface LinesWanted {
  readonly order: 'latest' | 'earliest' | 'any';
  readonly limit: number;
  /** Only what lines are grouped by. */
  readonly brief?: boolean;
  /** Of so many lines one, told by what stands in it. 1 unless told: all. */
  readonly oneIn?: number;
}

/** Beside the time; `user` and `address` are for masking alone. */
const shown = ['level', 'service', 'component', 'pod', 'trace', 'user', 'address'] as const;
const briefly = ['level', 'service', 'user', 'address'] as const;

/** Characters of a message that are read. */
const longestMessage = 4000;
const longestBrief = 1000;

/** Lines as they are stored. */
export function linesQuery(source: LogSource, asking: Asking, filter: LogFilter, wanted: LinesWanted): TemplateQuery {
  const { order, limit, oneIn = 1, brief = false } = wanted;
  const message = columnOf(source.columns.message);
  const where = conditionsOf(source, asking, filter);
  const time = columnOf(source.columns.time);
  const sampled = oneIn > 1 ? ` AND cityHash64(${time}, ${message}) % {oneIn:UInt32} = 0` : '';
  const ordered = order === 'any' ? '' : `ORDER BY ${time} ${order === 'latest' ? 'DESC' : 'ASC'} `;
  return templateQuery({
    source,
    select: [
      `${instantOf(source)} AS time_`,
      ...(brief ? briefly.filter((name) => source.columns[name] !== undefined) : shown).map(
        (name) => `${textOf(source, name)} AS ${name}_`,
      ),
      `substringUTF8(${message}, 1, ${brief ? longestBrief : longestMessage}) AS message_`,
    ],
    where: { ...where, text: `${where.text}${sampled}` },
    rest: `${ordered}LIMIT {limit:UInt32}`,
    parameters: { limit, ...(oneIn > 1 ? { oneIn } : {}) },
  });
}
