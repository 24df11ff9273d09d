import type { Assignments, Assignment } from './environment.ts';
import type { ConfigProblem } from './problem.ts';
import { typed } from './typed.ts';

/** The values of `--set server.port=8081`, one assignment a string. Keys are written as in the file. */
export function assignmentsOfArguments(settings: readonly string[]): Assignments {
  const assignments: Assignment[] = [];
  const problems: ConfigProblem[] = [];
  for (const setting of settings) {
    const equals = setting.indexOf('=');
    const path = setting.slice(0, Math.max(equals, 0)).split('.');
    if (path.every((key) => key !== '')) {
      const value = typed(setting.slice(equals + 1), path, 'yaml');
      assignments.push({ value, source: { path, kind: 'override', from: '--set', secret: false } });
    } else {
      problems.push({ path: setting, message: 'must look like server.port=8081', source: '--set' });
    }
  }
  return { assignments, problems };
}
