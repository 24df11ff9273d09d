import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The first value of `probe` that is not undefined. Clusters converge in their own time: a test waits for what it needs
 * and says what it waited for. The deadline (milliseconds) only ends a test that would wait for ever.
 */
export async function eventually<T>(what: string, probe: () => Promise<T | undefined>, deadline = 60_000): Promise<T> {
  const end = Date.now() + deadline;
  for (;;) {
    const value = await probe();
    if (value !== undefined) return value;
    if (Date.now() > end) throw new Error(`Waited ${deadline} ms in vain for: ${what}`);
    await sleep(100);
  }
}
