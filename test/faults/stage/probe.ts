import { createHistogram } from 'node:perf_hooks';

/** What a process says of itself. Loaded into it with `--import`; asked over its channel to the test. */
export interface Readings {
  /** Milliseconds that the event loop was held up. */
  readonly p99: number;
  readonly longest: number;
  readonly residentBytes: number;
}

/** Milliseconds from one look to the next. */
const interval = 5;
/** Microseconds. */
const delays = createHistogram();
let due = performance.now() + interval;
let used = usedByThread();

/** The processor time that the event loop's thread has used, in milliseconds. */
function usedByThread(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/**
 * The loop is late by what it has worked on meanwhile, and by what the machine gave to others; a machine that is shared
 * with the test would be measured by the second, so that only the first counts.
 */
function look(): void {
  const now = performance.now();
  const worked = usedByThread() - used;
  delays.record(Math.max(1, Math.round(Math.min(now - due, worked) * 1_000)));
  due = now + interval;
  used += worked;
  setTimeout(look, interval).unref();
}

process.on('message', (message) => {
  if (message !== 'read') return;
  const readings: Readings = {
    p99: delays.percentile(99) / 1_000,
    longest: delays.max / 1_000,
    residentBytes: process.memoryUsage.rss(),
  };
  delays.reset();
  process.send?.(readings);
});
setTimeout(look, interval).unref();
// The channel must not keep the process from ending.
process.channel?.unref();
