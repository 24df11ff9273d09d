import { defineReadTool, type EvidenceDraft, type Finding, type Moment, type ReadTool } from '@hexaops/core';
import type { ToolContext } from '@hexaops/core';
import type { LogAccess, QueryOf } from '../logs/log-access.ts';
import { pipelineRunsQuery } from '../query/pipeline-runs.ts';
import { type PipelineRun, runOf } from '../logs/pipeline-run.ts';
import { filterOf, text, timeProperties, workerName } from './arguments.ts';
import { iso, linesContent, omittedWhen, source, timeRangeOf } from './presentation.ts';

const logs = 'pipelines';
/** Failures of which the last lines are shown, and how many of them. */
const mostExplained = 5;
const lastLines = 20;

export function failedPipelines(access: LogAccess): ReadTool {
  const { settings } = access;
  return defineReadTool({
    name: 'failed-pipelines',
    description:
      'Finds failed runs of pipelines of this workspace: the stage that failed, its code and its last lines.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      properties: { pipeline: text(200, 'Its id; all unless told.'), ...timeProperties },
    },
    async execute(input, context) {
      const filter = filterOf(input, context.now(), '24h');
      const { from, to } = filter;
      const make: QueryOf = (...what) => pipelineRunsQuery(...what, settings.rows + 1);
      const { rows, truncated, query } = await access.ask(logs, make, filter, context);
      const runs = rows.slice(0, settings.rows).map(runOf);
      const failed = runs.filter((run) => run.failed !== undefined);
      const explained = failed.slice(0, mostExplained);
      const ends = await Promise.all(explained.map((run) => lastLinesOf(access, run, filter, context)));
      // Runs come with the latest first: what has run through since is no failing pipeline any more.
      const latest = new Map(runs.toReversed().map((run) => [run.pipeline, run]));
      return {
        evidence: [
          {
            source,
            query,
            title: `pipelines: ${failed.length} of ${runs.length} runs failed`,
            timeRange: timeRangeOf({ from, to }),
            content: {
              kind: 'table',
              columns: ['pipeline', 'run', 'failed at', 'stage', 'task', 'code', 'runs since'],
              rows: failed.map((run) => [
                run.pipeline,
                run.run,
                iso(run.failed?.at ?? NaN),
                run.failed?.stage ?? '',
                run.failed?.task ?? '',
                run.failed?.code ?? null,
                latest.get(run.pipeline)?.failed === undefined
                  ? 'succeed'
                  : latest.get(run.pipeline) === run
                    ? 'none'
                    : 'fail',
              ]),
            },
            ...omittedWhen(
              truncated || rows.length > settings.rows,
              'older runs: ask for one pipeline or a shorter time',
            ),
          },
          ...ends,
        ],
        findings: explained.flatMap((run, index) =>
          latest.get(run.pipeline) === run ? findingOf(run, index + 1) : [],
        ),
        moments: failed.flatMap((run) => momentOf(run)),
        value: { runs: runs.length, failed: failed.length },
      };
    },
  });
}

async function lastLinesOf(
  access: LogAccess,
  { pipeline, run, failed, last }: PipelineRun,
  { from }: { readonly from: number },
  context: ToolContext,
): Promise<EvidenceDraft> {
  const stage = failed?.stage ?? '';
  const filter = { pipeline, run, ...(stage === '' ? {} : { stage }), from, to: last + 1 };
  const { lines, query } = await access.lines(logs, filter, { order: 'latest', limit: lastLines }, context);
  return {
    source,
    query,
    title: `the last lines of stage ${stage || 'unknown'} of ${pipeline}, run ${run}`.slice(0, 300),
    timeRange: timeRangeOf({ from, to: last + 1 }),
    content: linesContent(lines.toReversed()),
  };
}

function findingOf({ pipeline, run, failed }: PipelineRun, evidence: number): readonly Finding[] {
  if (failed === undefined) return [];
  const task = failed.task === '' ? '' : `, task ${failed.task}`;
  const code = failed.code === 0 ? '' : ` with code ${failed.code}`;
  return [
    {
      cause: 'pipeline-failed',
      object: { kind: 'Pipeline', name: pipeline },
      severity: 'critical',
      confidence: 0.95,
      summary: `Pipeline ${pipeline} failed at stage ${failed.stage || 'unknown'}${task}${code}, in run ${run}, at ${iso(failed.at)}`,
      evidence: [0, evidence],
    },
  ];
}

function momentOf({ pipeline, run, failed }: PipelineRun): readonly Moment[] {
  if (failed === undefined) return [];
  const what = `pipeline ${pipeline} failed at stage ${failed.stage || 'unknown'}, run ${run}`.slice(0, 250);
  return [{ at: failed.at, kind: 'symptom', what, object: { kind: 'Pipeline', name: pipeline }, evidence: [0] }];
}
