import type { Measurement } from '@hexaops/core';

/** Of the process, by the names that Prometheus has for it. */
export const processMeasurements: readonly Measurement[] = [
  gauge('process_resident_memory_bytes', 'Memory of the process', () => process.memoryUsage.rss()),
  gauge('process_start_time_seconds', 'When the process began, since the epoch', () => startedAt),
  {
    name: 'process_cpu_seconds',
    help: 'Processor time of the process',
    kind: 'counter',
    read: () => {
      const { user, system } = process.cpuUsage();
      return [{ labels: {}, value: (user + system) / 1e6 }];
    },
  },
];

const startedAt = Math.round(Date.now() / 1_000 - process.uptime());

function gauge(name: string, help: string, value: () => number): Measurement {
  return { name, help, kind: 'gauge', read: () => [{ labels: {}, value: value() }] };
}
