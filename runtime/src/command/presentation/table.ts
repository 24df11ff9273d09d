import { cut, padded, paddedBefore, widthOf, wrapped } from './fit.ts';
import { printable } from './printable.ts';
import type { Screen } from './screen.ts';

export type Cell = string | number | boolean | null | undefined;

export interface TableOptions {
  /** Before each line. */
  readonly indent?: string;
  /** Rows that are shown; how many more there are is said. All unless told. */
  readonly most?: number;
}

const gap = '  ';
/** No column is made narrower than this, unless its widest cell is. */
const narrowestColumn = 10;
/** In a pipe, where no screen says how wide a cell may be. */
const widestCell = 200;

/**
 * Rows under their heads, as wide as the screen at most: the widest columns give way, and what is cut is said. Where the
 * columns do not fit side by side at all, each row is a few lines: `name: value`.
 */
export function tableLines(
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  screen: Screen,
  { indent = '', most = rows.length }: TableOptions = {},
): readonly string[] {
  if (rows.length === 0) return [`${indent}none`];
  const heads = columns.map(printable);
  const shown = rows.slice(0, most).map((row) => heads.map((_, index) => printable(String(row[index] ?? ''))));
  const widths = fitted(naturalWidths(heads, shown), screen.columns, widthOf(indent));
  const more = rows.length > shown.length ? [`${indent}and ${rows.length - shown.length} more`] : [];
  if (widths === undefined) return [...asRecords(heads, shown, screen, indent), ...more];
  const numeric = heads.map((_, index) => rows.every((row) => row[index] === null || typeof row[index] === 'number'));
  const line = (cells: readonly string[]) =>
    indent +
    cells
      .map((cell, index) => (numeric[index] === true ? paddedBefore : padded)(cell, widths[index] ?? 0))
      .join(gap)
      .trimEnd();
  return [screen.colours.bold(line(heads)), ...shown.map(line), ...more];
}

function naturalWidths(heads: readonly string[], rows: readonly (readonly string[])[]): readonly number[] {
  return heads.map((head, index) =>
    Math.min(widestCell, Math.max(widthOf(head), ...rows.map((row) => widthOf(row[index] ?? '')))),
  );
}

/** The widest column gives a column of the screen, until all fit. Undefined where they cannot. */
function fitted(
  natural: readonly number[],
  columns: number | undefined,
  indent: number,
): readonly number[] | undefined {
  if (columns === undefined) return natural;
  const widths = [...natural];
  let over = widths.reduce((sum, width) => sum + width, indent + gap.length * (widths.length - 1)) - columns;
  while (over > 0) {
    const widest = Math.max(...widths);
    if (widest <= narrowestColumn) return undefined;
    widths[widths.indexOf(widest)] = widest - 1;
    over -= 1;
  }
  return widths;
}

function asRecords(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  { columns, colours }: Screen,
  indent: string,
): readonly string[] {
  return rows.flatMap((cells, at) => [
    ...(at === 0 ? [] : ['']),
    ...cells.flatMap((cell, index) =>
      cell === ''
        ? []
        : wrapped(`${colours.bold(cut(heads[index] ?? '', narrowestColumn))}: ${cell}`, columns, {
            first: indent,
            rest: `${indent}  `,
          }),
    ),
  ]);
}
