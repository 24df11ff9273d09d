import { type ExtensionPoint, extensionPoint } from './point.ts';

/** Work that nobody asks for. It does one round and returns; what it raises is reported, and the next round comes as ever. */
export interface BackgroundJob {
  /** Unique among the jobs of an engine, and the same on every replica. */
  readonly name: string;
  /** Milliseconds from the end of one round to the beginning of the next. */
  readonly every: number;
  /** Must heed the signal: it aborts when the engine is disposed of. A round that is cut off at any point harms nothing. */
  run(signal: AbortSignal): Promise<void>;
}

/**
 * Runs jobs, each on one replica at a time where there are several. Disposing of what `start` returns ends them: the signal
 * of a round that is under way aborts, and its end is waited for.
 */
export interface JobRunner {
  readonly id: string;
  /** `report` hears every end of a round: `undefined` where it went well, else what it raised. It never raises. */
  start(jobs: readonly BackgroundJob[], report: (job: string, error: unknown) => void): Promise<AsyncDisposable>;
}

export const jobPoint: ExtensionPoint<BackgroundJob> = extensionPoint<BackgroundJob>('job', 'v1');
export const jobRunnerPoint: ExtensionPoint<JobRunner> = extensionPoint<JobRunner>('job-runner', 'v1');
