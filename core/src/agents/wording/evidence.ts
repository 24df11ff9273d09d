import type { Evidence } from '../../run/evidence.ts';
import { cite, join, type Wording } from './wording.ts';

const maximumRows = 12;
const maximumLines = 20;

/** Evidence as a person reads it: its title, then the first rows or lines. At most `maximum` pieces. */
export function wordEvidence(evidence: readonly Evidence[], maximum: number): Wording {
  return join(
    evidence
      .slice(0, maximum)
      .map((item) =>
        cite(`${item.title}${item.truncated ? ` (${item.omitted ?? 'shortened'})` : ''}`, [item.id], body(item)),
      ),
  );
}

function body({ content }: Evidence): string {
  switch (content.kind) {
    case 'text': {
      const lines = content.text.split('\n');
      const shown = lines.slice(0, maximumLines).join('\n');
      return shown.trim() === '' ? '' : `\n\`\`\`text\n${shown.replaceAll('```', "'''")}\n\`\`\``;
    }
    case 'table': {
      if (content.rows.length === 0) return '';
      const row = (cells: readonly (string | number | boolean | null)[]) =>
        `| ${cells
          .map((cell) =>
            String(cell ?? '')
              .replaceAll('|', '\\|')
              .replaceAll('\n', ' '),
          )
          .join(' | ')} |`;
      const head = [row(content.columns), row(content.columns.map(() => '---'))];
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
