import { openMetrics, type WrittenSeries } from '../prometheus/openmetrics.ts';
import { runAll } from '../logs/tables.ts';

export const workspace = 'own';
const minute = 60_000;

/** Milliseconds after the rollout: when errors begin in the logs, and in the metrics. */
export const errorsAfter = 45_000;
const failuresAfter = 90_000;

/** Requests to `checkout` for two hours until `end`, of which many fail from so long after the rollout on. */
export function requestMetrics(rolledOutAt: number, end: number): string {
  const step = 30_000;
  const start = rolledOutAt - 120 * minute;
  const count = Math.floor((end - start) / step);
  const times = Array.from({ length: count + 1 }, (_, index) => start + index * step);
  const failingFrom = rolledOutAt + failuresAfter;
  const counter =
    (before: number, after: number) =>
    (time: number): number =>
      ((Math.min(time, failingFrom) - start) / 1000) * before + (Math.max(0, time - failingFrom) / 1000) * after;
  const series = (status: string, value: (time: number) => number, of: string): WrittenSeries => ({
    name: 'http_requests_total',
    labels: { workspace_id: of, namespace: 'shop', service: 'checkout', status },
    points: times.map((time) => [time, value(time)]),
  });
  return openMetrics([
    series('200', counter(20, 14), workspace),
    series('503', counter(0.02, 6), workspace),
    // Another tenant's requests fail in another way.
    series('200', counter(20, 20), 'other'),
    series('503', counter(5, 0.01), 'other'),
  ]);
}

/** Two kinds of lines that have always been there, and one that begins after the rollout; the same of another tenant, at another time. */
export async function fillLogs(url: string, rolledOutAt: number, end: number): Promise<void> {
  const table = 'hexabase_logs.control_plane_logs (timestamp, level, service, workspace_id, message)';
  const at = (from: number, step: number) => `fromUnixTimestamp64Milli(toInt64(${from} + number * ${step}))`;
  const usual = (of: string, from: number) =>
    `INSERT INTO ${table} SELECT ${at(from, minute)}, 'error', 'checkout', '${of}', concat('retrying order ', toString(number), ' after a timeout') FROM numbers(180)`;
  const fresh = (of: string, from: number, words: string) =>
    `INSERT INTO ${table} SELECT ${at(from, 5000)}, 'error', 'checkout', '${of}', concat('${words}', toString(number)) FROM numbers(${Math.floor((end - from) / 5000)})`;
  const day = 24 * 60 * minute;
  await runAll(
    url,
    [workspace, 'other'].flatMap((of) => [
      usual(of, rolledOutAt - day - 100 * minute),
      usual(of, rolledOutAt - 160 * minute),
    ]),
  );
  await runAll(url, [
    fresh(workspace, rolledOutAt + errorsAfter, 'connection to payments refused: attempt '),
    fresh('other', rolledOutAt - 10 * minute, 'FOREIGN quota exceeded: try '),
  ]);
}
