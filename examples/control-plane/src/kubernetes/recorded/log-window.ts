import type { LogQuery } from '../cluster.ts';

/**
 * The part of a recorded log that a query asks for. Time is counted back from the log's own newest line, since a
 * recording has no now; a line that tells no time belongs to the line before it. Order as in Kubernetes: since, then
 * tail, then bytes from the start of what is left.
 */
export function logWindow(text: string, query: LogQuery): string {
  let lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  lines = since(lines, query);
  if (query.tailLines !== undefined) lines = query.tailLines === 0 ? [] : lines.slice(-query.tailLines);
  const shown = lines.map((line) => `${line}\n`).join('');
  return query.limitBytes === undefined ? shown : firstBytes(shown, query.limitBytes);
}

function since(lines: string[], query: LogQuery): string[] {
  if (query.sinceSeconds === undefined && query.sinceTime === undefined) return lines;
  let latest = Number.NEGATIVE_INFINITY;
  const times = lines.map((line) => (latest = timeOfLine(line) ?? latest));
  const newest = times.reduce((left, right) => Math.max(left, right), Number.NEGATIVE_INFINITY);
  if (!Number.isFinite(newest)) return lines;
  const from = query.sinceTime === undefined ? newest - (query.sinceSeconds ?? 0) * 1000 : Date.parse(query.sinceTime);
  return lines.filter((_, index) => (times[index] ?? newest) >= from);
}

/** Milliseconds since the epoch, of a line that begins with RFC 3339 or is JSON with `timestamp`, `time` or `ts`. */
function timeOfLine(line: string): number | undefined {
  const leading = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)/.exec(line)?.[0];
  if (leading !== undefined) return parsed(leading);
  const [, text, number] = /"(?:timestamp|time|ts)"\s*:\s*(?:"([^"]{1,40})"|(\d{9,16}(?:\.\d{1,9})?))/.exec(line) ?? [];
  if (text !== undefined) return parsed(text);
  if (number === undefined) return undefined;
  return Number(number) > 1e11 ? Number(number) : Number(number) * 1000;
}

function parsed(text: string): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

function firstBytes(text: string, limit: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= limit) return text;
  return new TextDecoder('utf-8').decode(bytes.subarray(0, limit), { stream: true });
}
