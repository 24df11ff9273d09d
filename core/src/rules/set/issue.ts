import { HexaopsError } from '../../errors.ts';

/** One mistake in a rule set. */
export interface RuleIssue {
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
  readonly rule?: string;
  /** Where in the set: `rules[0].when`. */
  readonly path: string;
  readonly message: string;
  readonly nextStep: string;
}

/** All mistakes of all sets in one error, of code `rules-invalid`; the issues are in `details.issues`. */
export function rulesInvalid(issues: readonly RuleIssue[]): HexaopsError {
  const shown = issues.slice(0, 50).map(formatIssue);
  const more = issues.length > 50 ? [`... and ${issues.length - 50} more`] : [];
  const count = issues.length === 1 ? 'a mistake' : `${issues.length} mistakes`;
  return new HexaopsError('rules-invalid', `${count} in the rules:\n${[...shown, ...more].join('\n')}`, {
    nextStep:
      issues.length === 1 ? (issues[0]?.nextStep ?? '') : 'mend each of them; the rules in use stay as they were',
    details: { issues },
  });
}

/** `guard.yaml:7:11 guard.scale: unknown field "enviroment" (use one of: environment, tool)` */
export function formatIssue(issue: RuleIssue): string {
  const place = issue.file === undefined ? issue.path : `${issue.file}:${issue.line ?? 1}:${issue.column ?? 1}`;
  const rule = issue.rule === undefined ? '' : ` ${issue.rule}`;
  return `${place}${rule}: ${issue.message} (${issue.nextStep})`;
}
