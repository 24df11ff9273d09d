import type { Evidence } from '../../run/evidence.ts';
import { inert, inertCell, inertLines } from './inert.ts';
import { cite, join, type Wording } from './wording.ts';

const maximumRows = 12;
const maximumLines = 20;
/** Characters of a line. */
const maximumWidth = 400;
const maximumColumns = 12;

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
    case 'table': {
      if (content.rows.length === 0) return ': none.';
      const row = (cells: readonly (string | number | boolean | null)[]) =>
        `| ${cells
          .slice(0, maximumColumns)
          .map((cell) => inertCell(String(cell ?? '')))
          .join(' | ')} |`;
      const columns = content.columns.slice(0, maximumColumns);
      const head = [row(columns), `| ${columns.map(() => '---').join(' | ')} |`];
      const more =
        content.rows.length > maximumRows
          ? [`\n...and ${content.rows.length - maximumRows} more rows in the evidence.`]
          : [];
      return `\n\n${[...head, ...content.rows.slice(0, maximumRows).map(row), ...more].join('\n')}`;
    }
    case 'object':
      return '';
  }
}
