import { boundedText, type Bounded } from '@hexaops/core';
import { type LogEntry, splitEntries } from './entries.ts';
import { type DatedLine, firstDated } from './dated.ts';
import { groupEntries, linesOfGroup } from './group.ts';
import { levelOf } from './level.ts';

export interface Filter {
  readonly level: 'error' | 'warning' | 'all';
  /** In any case; not a pattern. */
  readonly search?: string;
}

export interface Excerpt extends Bounded {
  readonly entries: number;
  /** Entries that the filter let through. */
  readonly matching: number;
  /** The first of them that says when it was written. */
  readonly first: DatedLine | undefined;
}

/** Characters of one line. */
const longestLine = 1000;

/** What matters of a log, the last entries first to be kept; entries that repeat are told once, with their number. */
export function excerptOf(text: string, filter: Filter, byteCap: number): Excerpt {
  const entries = splitEntries(text);
  const matching = entries.filter((entry) => passes(entry, filter));
  const lines = groupEntries(matching)
    .flatMap((group) => linesOfGroup(group))
    .map(cutLine);
  const remedy = 'ask for a shorter time, or search for a word';
  const bounded = boundedText(lines, byteCap, remedy, 'last');
  const left = entries.length - matching.length;
  const omitted = [
    bounded.omitted,
    left === 0
      ? undefined
      : `${left} of ${entries.length} entries are left out: they ${describe(filter)}; ask for all of the log`,
  ]
    .filter((part) => part !== undefined)
    .join('; ');
  return {
    ...bounded,
    ...(omitted !== '' && { truncated: true, omitted }),
    entries: entries.length,
    matching: matching.length,
    first: firstDated(matching),
  };
}

function passes(entry: LogEntry, { level, search }: Filter): boolean {
  if (search !== undefined && !entry.lines.some((line) => line.toLowerCase().includes(search.toLowerCase())))
    return false;
  if (level === 'all') return true;
  const found = levelOf(entry);
  return found === 'error' || (level === 'warning' && found === 'warning');
}

function describe({ level, search }: Filter): string {
  const lacking = search === undefined ? [] : [`do not hold "${search}"`];
  const mild = level === 'all' ? [] : [level === 'error' ? 'are no errors' : 'are neither errors nor warnings'];
  return [...lacking, ...mild].join(' or ');
}

function cutLine(line: string): string {
  return line.length > longestLine ? `${line.slice(0, longestLine - 1)}…` : line;
}
