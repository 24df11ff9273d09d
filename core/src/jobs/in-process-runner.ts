import type { BackgroundJob, JobRunner } from '../extension/jobs.ts';
import { wait as realWait, type Wait } from './wait.ts';

/** Before the first round of a job: what has just started may finish starting. Milliseconds. */
const firstRound = 1_000;

/** Runs each job in this process, whatever other replicas do: for one replica, or for jobs that may be done twice. */
export function createInProcessRunner(wait: Wait = realWait): JobRunner {
  return {
    id: 'in-process',
    async start(jobs, report) {
      const stop = new AbortController();
      const ended = Promise.all(jobs.map((job) => rounds(job, report, wait, stop.signal)));
      return {
        async [Symbol.asyncDispose]() {
          stop.abort();
          await ended;
        },
      };
    },
  };
}

async function rounds(
  job: BackgroundJob,
  report: (job: string, error: unknown) => void,
  wait: Wait,
  signal: AbortSignal,
): Promise<void> {
  await wait(Math.min(job.every, firstRound), signal);
  while (!signal.aborted) {
    let failure: unknown;
    try {
      await job.run(signal);
    } catch (error) {
      failure = error;
    }
    // What was cut off has not failed.
    if (!signal.aborted) report(job.name, failure);
    await wait(job.every, signal);
  }
}
