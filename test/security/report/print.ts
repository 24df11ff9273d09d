import type { Verdict } from './judge.ts';

/** The rows of one table, as text: status, how many tests, figures, and below what is wrong. */
export function printTable(title: string, verdicts: readonly Verdict[]): string {
  const width = Math.max(...verdicts.map(({ row }) => nameOf(row).length));
  const lines = verdicts.flatMap(({ row, status, passed, figures, problems }) => [
    `  ${status.toUpperCase().padEnd(7)}  ${nameOf(row).padEnd(width)}  ${String(passed).padStart(4)} tests  ${figures[0] ?? ''}`,
    ...figures.slice(1).map((figure) => `${' '.repeat(width + 25)}${figure}`),
    ...problems.map((problem) => `           ! ${problem}`),
  ]);
  return [title, ...lines, ''].join('\n');
}

function nameOf({ id, threat }: Verdict['row']): string {
  return /[A-Z]/.test(id) ? `${id} ${threat}` : threat;
}
