import type { NamedTest, Row } from '../table/row.ts';
import type { TestResult } from './run-tests.ts';

/** A row with what its tests have shown. */
export interface Verdict {
  readonly row: Row;
  readonly status: 'pass' | 'fail' | 'pending';
  /** How many tests stand behind the names of the row, all of which have passed where the status is `pass`. */
  readonly passed: number;
  readonly figures: readonly string[];
  /** Why it is no pass. */
  readonly problems: readonly string[];
}

/**
 * A row passes where each of its tests was run and has passed, and at least one of them has told a figure. One that was
 * skipped, or that is not there any more, proves nothing. `results` name files as the row does.
 */
export function judge(row: Row, results: readonly TestResult[]): Verdict {
  if (row.pending !== undefined) return { row, status: 'pending', passed: 0, figures: [], problems: [row.pending] };
  const found = row.tests.map((test) => ({ test, result: resultOf(test, results) }));
  const figures = found.flatMap(({ result }) => result?.figures ?? []);
  const problems = [
    ...(row.tests.length === 0 ? ['no test is named'] : []),
    ...found.flatMap(({ test, result }) => problemOf(test, result)),
    ...(figures.length === 0 ? ['no test tells a figure'] : []),
  ];
  return {
    row,
    status: problems.length === 0 ? 'pass' : 'fail',
    passed: found.reduce((sum, { result }) => sum + (result?.passed ?? 0), 0),
    figures,
    problems,
  };
}

function resultOf({ file, name }: NamedTest, results: readonly TestResult[]): TestResult | undefined {
  return results.find((result) => result.file === file && result.name === name);
}

function problemOf({ file, name }: NamedTest, result: TestResult | undefined): readonly string[] {
  const place = `${file}: "${name}"`;
  if (result === undefined) return [`${place} did not run`];
  if (result.outcome === 'failed') return [`${place} failed: ${result.failure?.message.split('\n')[0] ?? ''}`];
  if (result.outcome === 'skipped') return [`${place} was skipped`];
  return result.passed === 0 ? [`${place} has no test that passed`] : [];
}
