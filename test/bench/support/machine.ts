import { cpus, loadavg, totalmem } from 'node:os';

/** For the head of a report. */
export function describeMachine(): string {
  const [first] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${first?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${gigabytes} GB; Node ${process.versions.node}; load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(', ')}`;
}
