import { cutContent } from './cut-content.ts';
import type { EvidenceDraft } from './evidence.ts';

export type Cell = string | number | boolean | null;
export type Row = readonly Cell[];

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** Content within a byte cap, with what did not fit. */
export type Bounded = Pick<EvidenceDraft, 'content' | 'truncated' | 'omitted'>;

/** Characters of one cell. */
const longestCell = 400;

/** A table within `byteCap` bytes of JSON, cut after a row. `remedy` says how to ask for the rest. */
export function boundedTable({ columns, rows }: Table, byteCap: number, remedy: string): Bounded {
  return bounded({ kind: 'table', columns, rows: rows.map((row) => row.map(cutCell)) }, byteCap, remedy);
}

/**
 * Text within `byteCap` bytes of JSON, cut between lines: the first ones stay, or with `keep: 'last'` the last ones. Of a
 * single line that is too long the beginning, or the end, stays.
 */
export function boundedText(
  lines: readonly string[],
  byteCap: number,
  remedy: string,
  keep: 'first' | 'last' = 'first',
): Bounded {
  return bounded({ kind: 'text', text: lines.join('\n') }, byteCap, remedy, keep);
}

function bounded(
  whole: EvidenceDraft['content'],
  byteCap: number,
  remedy: string,
  keep: 'first' | 'last' = 'first',
): Bounded {
  const { content, left } = cutContent(whole, byteCap, keep);
  return left === undefined ? { content } : { content, truncated: true, omitted: `${left}; ${remedy}` };
}

function cutCell(cell: Cell): Cell {
  return typeof cell === 'string' && cell.length > longestCell
    ? `${cell.slice(0, longestCell - 1).toWellFormed()}…`
    : cell;
}
