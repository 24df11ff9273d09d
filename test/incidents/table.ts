import type { Score, Scores } from './score.ts';

const columns = ['object', 'cause', 'both'] as const;

/** A table of shares by category, and a line for each miss. */
export function formatScores({ all, byCategory, misses }: Scores): string {
  const head = [
    'category'.padEnd(24),
    'cases'.padStart(6),
    ...columns.flatMap((column) => [`${column} A@1`, `${column} A@3`].map((text) => text.padStart(11))),
  ];
  const rows = [...byCategory, ['all', all] as const].map(([name, line]) => rowOf(name, line));
  const missed = misses.map(
    ({ id, expected, predicted }) => `${id}  expected ${expected}; predicted ${predicted.join(', ') || 'nothing'}`,
  );
  return [head.join(''), ...rows, '', `${misses.length} misses`, ...missed].join('\n');
}

function rowOf(name: string, line: Score): string {
  const shares = columns.flatMap((column) => [line[column].first, line[column].three]);
  return [
    name.padEnd(24),
    String(line.cases).padStart(6),
    ...shares.map((share) => share.toFixed(3).padStart(11)),
  ].join('');
}
