import type { EvidenceDraft } from '@hexaops/core';
import type { LogFilter } from '../query/filter.ts';
import type { LogLine } from '../logs/log-line.ts';

export const source = 'clickhouse';

export function iso(at: number): string {
  return Number.isFinite(at) ? new Date(at).toISOString() : '';
}

export function timeRangeOf({ from, to }: Pick<LogFilter, 'from' | 'to'>) {
  return { from: iso(from), to: iso(to) };
}

const lineColumns = ['level', 'service', 'component', 'pod', 'trace', 'message'] as const;

/** Lines as a table; columns in which nothing stands are left out. */
export function linesContent(lines: readonly LogLine[]): EvidenceDraft['content'] {
  const filled = lineColumns.filter((name) => name === 'message' || lines.some((line) => line[name] !== ''));
  return {
    kind: 'table',
    columns: ['time', ...filled],
    rows: lines.map((line) => [iso(line.at), ...filled.map((name) => line[name])]),
  };
}

/** What is said where lines were left out. */
export function omittedWhen(more: boolean, omitted: string): Pick<EvidenceDraft, 'truncated' | 'omitted'> {
  return more ? { truncated: true, omitted } : {};
}
