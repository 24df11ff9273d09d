import type { Part } from './cases/kill-everywhere.ts';
import type { KillResult } from './cases/kill-case.ts';
import { sitesOf } from './cases/plan.ts';
import { phases } from './cases/verdict.ts';

/** A table of the figures, and what is wrong where something is. */
export function reportOf(parts: readonly Part[]): string {
  const rows = parts.map(({ name, hits, results }) => {
    const sum = (pick: (result: (typeof results)[number]) => number) =>
      results.reduce((total, result) => total + pick(result), 0);
    return [
      name,
      sitesOf(hits).size,
      hits.length,
      results.length,
      sum(({ kills, happened }) => (happened === kills.length ? 1 : 0)),
      sum(({ effects }) => effects),
      sum(({ intents }) => intents),
      sum(({ outcomes }) => outcomes),
      sum(({ problems }) => (problems.length === 0 ? 1 : 0)),
    ].map(String);
  });
  const head = ['part', 'sites', 'hits', 'cases', 'kills', 'effects', 'intents', 'outcomes', 'right'];
  const found = phases.map((phase) => {
    const count = parts.flatMap(({ results }) => results).filter((result) => result.phase === phase).length;
    return [phase, String(count)];
  });
  return [
    ...table([head, ...rows]),
    '',
    ...table([['the kill left the run', 'cases'], ...found]),
    ...failuresOf(parts.flatMap(({ results }) => results)),
  ].join('\n');
}

/** One line for each case that is not as it must be, or that was not killed where it should. */
export function failuresOf(results: readonly KillResult[]): readonly string[] {
  return results
    .filter(({ problems, kills, happened }) => problems.length > 0 || happened < kills.length)
    .map(({ kills, happened, problems, phase }) => {
      const at = kills.map(({ site, occurrence }) => `${site} (${occurrence})`).join(', then ');
      const missed = happened < kills.length ? [`only ${happened} of ${kills.length} kills happened`] : [];
      return `killed at ${at}, in "${phase}": ${[...missed, ...problems].join('; ')}`;
    });
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
}
