import { useState } from 'react';

type Cell = string | number | boolean | null;

export interface RowsProps {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly title: string;
}

const few = 50;

export function Rows({ columns, rows, title }: RowsProps) {
  const [all, setAll] = useState(false);
  if (rows.length === 0) return <p className="muted">There are none.</p>;
  return (
    <>
      <div className="scroll" tabIndex={0} role="region" aria-label={title}>
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(all ? rows : rows.slice(0, few)).map((row, place) => (
              <tr key={place} className={levelOf(row)}>
                {row.map((cell, index) => (
                  <td key={index} className={kindOf(cell)}>
                    {cell === null ? '' : String(cell)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {!all && rows.length > few ? (
        <button type="button" className="quiet" onClick={() => setAll(true)}>
          Show all {rows.length.toLocaleString('en')} rows
        </button>
      ) : null}
    </>
  );
}

/** Short values stand on one line, whatever the width; long ones are as wide as can be read. */
function kindOf(cell: Cell): string {
  if (typeof cell === 'number') return 'number';
  return String(cell ?? '').length > 40 ? 'long' : 'short';
}

/** Rows of logs and events stand out by their level, which they also say in words. */
function levelOf(row: readonly Cell[]): string | undefined {
  for (const cell of row) {
    if (typeof cell !== 'string' || cell.length > 10) continue;
    if (/^(error|fatal|critical|panic)$/i.test(cell)) return 'level-error';
    if (/^warn(ing)?$/i.test(cell)) return 'level-warning';
  }
  return undefined;
}
