import { setTimeout as sleep } from 'node:timers/promises';
import type { BackgroundJob } from '@hexaops/core';

/** How long one replica keeps a job before any of them may have it. Milliseconds. */
const turnMilliseconds = 300_000;

/**
 * Rounds of a job, one after the other, until the turn is over or the signal aborts: so a job that looks around every second
 * costs the queue one row in five minutes. What a round raises is reported, and the next comes as ever. Settles with the
 * milliseconds until the next round is due.
 */
export async function takeTurn(
  job: BackgroundJob,
  report: (job: string, error: unknown) => void,
  signal: AbortSignal,
): Promise<number> {
  const end = performance.now() + turnMilliseconds;
  while (!signal.aborted) {
    let failure: unknown;
    try {
      await job.run(signal);
    } catch (error) {
      failure = error;
    }
    if (signal.aborted) break;
    report(job.name, failure);
    if (performance.now() + job.every >= end) return job.every;
    await sleep(job.every, undefined, { signal, ref: false }).catch(() => undefined);
  }
  return 0;
}
