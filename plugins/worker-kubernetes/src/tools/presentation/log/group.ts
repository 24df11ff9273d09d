import type { LogEntry } from './entries.ts';

/** Entries that say the same but for times, numbers and ids. */
export interface LogGroup {
  /** The last one. */
  readonly entry: LogEntry;
  readonly count: number;
}

const varying = [
  /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?/g,
  /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi,
  /\b0x[0-9a-f]+\b/gi,
  /\b[0-9a-f]{12,64}\b/gi,
  /\d+/g,
];

/** Characters of an entry that are compared. */
const compared = 2000;

/** Groups entries that differ only in what varies, in the order in which each was last written. */
export function groupEntries(entries: readonly LogEntry[]): readonly LogGroup[] {
  const groups = new Map<string, LogGroup>();
  for (const entry of entries) {
    const key = shapeOf(entry);
    const count = (groups.get(key)?.count ?? 0) + 1;
    groups.delete(key);
    groups.set(key, { entry, count });
  }
  return [...groups.values()];
}

/** The lines of a group; a repeated one says how often. */
export function linesOfGroup({ entry, count }: LogGroup): readonly string[] {
  const [first = '', ...rest] = entry.lines;
  return count === 1 ? entry.lines : [`(${count} times) ${first}`, ...rest];
}

function shapeOf({ lines }: LogEntry): string {
  return varying.reduce((text, pattern) => text.replace(pattern, '#'), lines.join('\n').slice(0, compared));
}
