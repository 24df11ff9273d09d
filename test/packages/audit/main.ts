import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { outside, readJson, repository } from '../workspaces.ts';
import { type AuditReport, type Exception, judge } from './advisories.ts';

// npm run audit:dependencies: what is known of the packages that are installed with ours. docs/releases.md
const exceptions = await readJson<readonly Exception[]>(new URL('exceptions.json', import.meta.url));
const today = new Date().toISOString().slice(0, 10);
const reports = [repository, ...outside.map((folder) => join(repository, folder))].map(audit);
const vulnerabilities = Object.fromEntries(
  reports.flatMap((report, place) =>
    Object.entries(report.vulnerabilities ?? {}).map(([name, each]) => [`${place} ${name}`, each]),
  ),
);
const unasked = reports.find(({ auditReportVersion }) => auditReportVersion === undefined);
const { blocking, told } = judge({ ...(unasked ?? reports[0]), vulnerabilities }, exceptions, today);
for (const words of told) console.log(words);
for (const words of blocking) console.error(words);
if (blocking.length > 0) process.exit(1);
console.log(`advisories: none that blocks, ${told.length} told`);

function audit(cwd: string): AuditReport {
  const { stdout } = spawnSync('npm', ['audit', '--json', '--omit=dev', '--package-lock-only'], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 ** 2,
  });
  return JSON.parse(stdout) as AuditReport;
}
