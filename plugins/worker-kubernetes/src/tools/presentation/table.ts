import type { EvidenceContent, EvidenceDraft } from '@hexaops/core';

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
export function boundedTable(table: Table, byteCap: number, remedy: string): Bounded {
  const rows = table.rows.map((row) => row.map(cutCell));
  let bytes = bytesOf({ kind: 'table', columns: table.columns, rows: [] });
  let fitting = 0;
  for (const row of rows) {
    bytes += bytesOf(row) + 1;
    if (bytes > byteCap) break;
    fitting += 1;
  }
  const content: EvidenceContent = { kind: 'table', columns: table.columns, rows: rows.slice(0, fitting) };
  if (fitting === rows.length) return { content };
  return { content, truncated: true, omitted: `${rows.length - fitting} of ${rows.length} rows; ${remedy}` };
}

/**
 * Text within `byteCap` bytes of JSON, cut between lines: the first ones stay, or with `keep: 'last'` the last ones.
 * A single line that is too long is left out like the others.
 */
export function boundedText(
  lines: readonly string[],
  byteCap: number,
  remedy: string,
  keep: 'first' | 'last' = 'first',
): Bounded {
  const ordered = keep === 'first' ? lines : lines.toReversed();
  let bytes = bytesOf({ kind: 'text', text: '' });
  let fitting = 0;
  for (const line of ordered) {
    bytes += bytesOf(line);
    if (bytes > byteCap) break;
    fitting += 1;
  }
  const kept = keep === 'first' ? lines.slice(0, fitting) : lines.slice(lines.length - fitting);
  const content: EvidenceContent = { kind: 'text', text: kept.join('\n') };
  if (fitting === lines.length) return { content };
  const where = keep === 'first' ? 'last' : 'first';
  return {
    content,
    truncated: true,
    omitted: `the ${where} ${lines.length - fitting} of ${lines.length} lines; ${remedy}`,
  };
}

/** Bytes of a value as JSON, which is how evidence is stored and counted. */
export function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value), 'utf8');
}

function cutCell(cell: Cell): Cell {
  return typeof cell === 'string' && cell.length > longestCell ? `${cell.slice(0, longestCell - 1)}…` : cell;
}
