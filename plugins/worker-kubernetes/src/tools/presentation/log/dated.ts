import type { LogEntry } from './entries.ts';

export interface DatedLine {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly line: string;
}

/** RFC 3339, or close to it. Without a zone a time could be any of a day. */
const instant = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)/;
/** Characters at the beginning of a line in which its time stands. */
const looked = 200;

/** The first entry whose first line bears its time. */
export function firstDated(entries: readonly LogEntry[]): DatedLine | undefined {
  for (const { lines } of entries) {
    const [line = ''] = lines;
    const written = instant.exec(line.slice(0, looked))?.[0];
    const at = Date.parse((written ?? '').replace(' ', 'T').replace(',', '.'));
    if (!Number.isNaN(at)) return { at, line: line.trim() };
  }
  return undefined;
}
