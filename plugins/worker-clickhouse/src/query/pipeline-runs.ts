import { columnOf } from './column.ts';
import { type Asking, conditionsOf, type LogFilter } from './filter.ts';
import { levelsLike } from './level.ts';
import type { LogSource } from './log-source.ts';
import { instantOf, type TemplateQuery, templateQuery, textOf } from './template-query.ts';

/**
 * Runs of pipelines, the latest first. A run has failed where a task has ended with another code than 0, or, in a table
 * without codes, has written an error; the failing stage is the first such.
 */
export function pipelineRunsQuery(source: LogSource, asking: Asking, filter: LogFilter, limit: number): TemplateQuery {
  const { columns } = source;
  const time = columnOf(columns.time);
  const instant = instantOf(source);
  const code = columns.exitCode === undefined ? 'toInt64(0)' : `toInt64(${columnOf(columns.exitCode)})`;
  const failed =
    columns.exitCode === undefined
      ? `has({failures:Array(String)}, lowerUTF8(${textOf(source, 'level')}))`
      : `${code} != 0`;
  return templateQuery({
    source,
    select: [
      `${textOf(source, 'pipeline')} AS pipeline_`,
      `${textOf(source, 'run')} AS run_`,
      `min(${instant}) AS first_`,
      `max(${instant}) AS last_`,
      `countIf(${failed}) AS failures_`,
      `minIf(${instant}, ${failed}) AS failed_`,
      `argMinIf(${textOf(source, 'stage')}, ${time}, ${failed}) AS stage_`,
      `argMinIf(${textOf(source, 'task')}, ${time}, ${failed}) AS task_`,
      `argMinIf(${code}, ${time}, ${failed}) AS code_`,
    ],
    where: conditionsOf(source, asking, filter),
    rest: 'GROUP BY workspace_, pipeline_, run_ ORDER BY last_ DESC LIMIT {limit:UInt32}',
    parameters: { limit, ...(columns.exitCode === undefined ? { failures: levelsLike('error') } : {}) },
  });
}
