import { setTimeout as sleep } from 'node:timers/promises';
import { sqliteCodeOf } from './result-code.ts';

/** Milliseconds. */
const deadline = 5_000;
const longestPause = 20;

const busy = 5;

/**
 * Does the work again while another connection writes. SQLite's own waiting would stop the whole process meanwhile, and
 * with it the transaction of the same process that it may be waiting for.
 */
export async function patiently<T>(work: () => T | Promise<T>): Promise<T> {
  const end = performance.now() + deadline;
  for (let pause = 1; ; pause = Math.min(2 * pause, longestPause)) {
    try {
      return await work();
    } catch (error) {
      if (sqliteCodeOf(error) !== busy || performance.now() > end) throw error;
    }
    await sleep(pause * (0.5 + Math.random()));
  }
}
