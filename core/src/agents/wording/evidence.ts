import type { Evidence, EvidenceSeries } from '../../run/evidence.ts';
import { measured } from '../../series/measured.ts';
import { outlineOf, sparkline } from '../../series/outline.ts';
import { inert, inertCell, inertLines } from './inert.ts';
import { cite, join, type Wording } from './wording.ts';

const maximumRows = 12;
const maximumLines = 20;
/** Characters of a line. */
const maximumWidth = 400;
const maximumColumns = 12;
const sparklineWidth = 24;

/** Evidence as a person reads it: its title, then the first rows or lines. At most `maximum` pieces. */
export function wordEvidence(evidence: readonly Evidence[], maximum: number): Wording {
  return join(
    evidence
      .slice(0, maximum)
      .map((item) =>
        cite(inert(`${item.title}${item.truncated ? ` (${item.omitted ?? 'shortened'})` : ''}`), [item.id], body(item)),
      ),
  );
}

function body({ content }: Evidence): string {
  switch (content.kind) {
    case 'text': {
      const shown = inertLines(content.text.split('\n').slice(0, maximumLines), maximumWidth);
      return shown.trim() === '' ? '' : `\n\`\`\`text\n${shown}\n\`\`\``;
    }
    case 'table':
      return table(content.columns, content.rows);
    case 'series':
      return table(
        ['series', 'over time', 'least', 'mean', 'most', 'last'],
        content.series.map((series) => outlineRow(series, content.unit)),
      );
    case 'object':
      return '';
  }
}

type Cells = readonly (string | number | boolean | null)[];

function table(columns: readonly string[], rows: readonly Cells[]): string {
  if (rows.length === 0) return ': none.';
  const row = (cells: Cells) =>
    `| ${cells
      .slice(0, maximumColumns)
      .map((cell) => inertCell(String(cell ?? '')))
      .join(' | ')} |`;
  const head = [
    row(columns),
    `| ${columns
      .slice(0, maximumColumns)
      .map(() => '---')
      .join(' | ')} |`,
  ];
  const more = rows.length > maximumRows ? [`\n...and ${rows.length - maximumRows} more rows in the evidence.`] : [];
  return `\n\n${[...head, ...rows.slice(0, maximumRows).map(row), ...more].join('\n')}`;
}

function outlineRow({ name, points }: EvidenceSeries, unit: string | undefined): Cells {
  const outline = outlineOf(points);
  if (outline === undefined) return [name, 'no values'];
  const { least, mean, most, last } = outline;
  return [name, sparkline(points, sparklineWidth), ...[least, mean, most, last].map((value) => measured(value, unit))];
}
