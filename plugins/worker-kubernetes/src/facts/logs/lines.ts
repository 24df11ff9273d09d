import type { ClusterIndex } from '../cluster-index.ts';
import type { Workload } from '../workloads.ts';

/** A line of a workload's log that some pattern wants. */
export interface LogLine {
  readonly pod: string;
  readonly container: string;
  readonly text: string;
  /**
   * It still happens: the line stands near the end of its log. What happened only while everything started is over.
   * Undefined for a summary, which has no order.
   */
  readonly current: boolean | undefined;
}

/** Of each log, this much of its end is searched. */
const searched = 400_000;
/** What still happens was last said this share of the log's time before its end, within these bounds in milliseconds. */
const nearEnd = { share: 0.1, least: 5000, most: 60_000 };

/** Lines that match, the last of each log first come last. Summaries of errors count as logs of their workload, but for what stands in its logs. */
export function linesMatching(index: ClusterIndex, workload: Workload, pattern: RegExp): readonly LogLine[] {
  const found: LogLine[] = [];
  for (const { pod, container, text } of index.logsOf(workload)) {
    const tail = text.slice(-searched);
    if (!pattern.test(tail)) continue;
    const lines = tail.trimEnd().split('\n');
    const start = timeOf(lines[0] ?? '') ?? timeOf(lines[1] ?? '');
    const end = timeOf(lines.at(-1) ?? '') ?? timeOf(lines.at(-2) ?? '');
    const span = start === undefined || end === undefined ? 0 : end - start;
    const near = Math.min(Math.max(span * nearEnd.share, nearEnd.least), nearEnd.most);
    lines.forEach((line, position) => {
      if (!pattern.test(line)) return;
      const time = end === undefined ? undefined : timeOf(line);
      const last = Math.min(lines.length * 0.9, lines.length - 1);
      const current = end !== undefined && time !== undefined ? end - time <= near : position >= last;
      found.push({ pod, container, text: line, current });
    });
  }
  const summary = index.snapshot.supplements.errorLogs?.get(workload.object.name);
  for (const { sample } of summary?.patterns ?? []) {
    if (pattern.test(sample) && !found.some(({ text }) => sample.includes(text)))
      found.push({ pod: '', container: '', text: sample, current: undefined });
  }
  return found;
}

const written = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?: ?(?:Z|[+-]\d\d:?\d\d))?/.source;
const times = [
  new RegExp(`^\\[?(${written})`),
  /"(?:timestamp|time|ts|@timestamp)":\s*"([^"]+)"/,
  new RegExp(`(?:^|\\s)(?:ts|time|timestamp)="?(${written})`),
];
/** In seconds, with a fraction or without, or in milliseconds. */
const sinceEpoch = /"(?:timestamp|time|ts)":\s*(\d{10})(?:(\d{3})|\.\d+)?\s*[,}]/;

/** Milliseconds since the epoch of a line that begins with its time, or is JSON or `key=value` with one. */
function timeOf(line: string): number | undefined {
  for (const pattern of times) {
    const found = pattern.exec(line)?.[1];
    const time = found === undefined ? Number.NaN : Date.parse(found.replace(',', '.'));
    if (!Number.isNaN(time)) return time;
  }
  const [, seconds, milliseconds = '0'] = sinceEpoch.exec(line) ?? [];
  return seconds === undefined ? undefined : Number(seconds) * 1000 + Number(milliseconds);
}
