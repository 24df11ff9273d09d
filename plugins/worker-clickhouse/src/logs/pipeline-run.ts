import type { Row } from '../source/click-house.ts';

export interface PipelineRun {
  readonly pipeline: string;
  readonly run: string;
  /** Milliseconds since the epoch, of its last line. */
  readonly last: number;
  /** Undefined where nothing in it has failed. */
  readonly failed: RunFailure | undefined;
}

interface RunFailure {
  readonly at: number;
  readonly stage: string;
  readonly task: string;
  /** 0 where the table keeps no codes. */
  readonly code: number;
}

export function runOf(row: Row): PipelineRun {
  const text = (name: string) => String(row[name] ?? '');
  const failed =
    Number(row['failures_']) === 0
      ? undefined
      : { at: Number(row['failed_']), stage: text('stage_'), task: text('task_'), code: Number(row['code_']) };
  return { pipeline: text('pipeline_'), run: text('run_'), last: Number(row['last_']), failed };
}
