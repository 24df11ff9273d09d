import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { outsidePackages, publishedWorkspaces, repository } from '../workspaces.ts';
import { reportsOf, strayReports, unannounced, unwritten, writeReleased, writeReports } from './reports.ts';

// npm run check:api compares the reports of the public APIs with what is declared; npm run api writes them (--write).
// --outside: those of packages outside of the workspaces instead, once these are built. --released: for a release alone.
const options = new Set(process.argv.slice(2));
const isOutside = options.has('--outside');
const [workspaces, outside] = await Promise.all([publishedWorkspaces(), outsidePackages()]);
const reports = await reportsOf(isOutside ? outside : workspaces);
const stray = await strayReports([...workspaces, ...outside].map(({ manifest }) => manifest.name));

if (options.has('--write')) {
  await writeReports(reports);
  for (const file of stray) await rm(join(repository, file));
  if (options.has('--released')) await writeReleased(reports);
  console.log(`api: ${reports.size} reports`);
} else {
  const problems = [
    // Changesets know of workspaces alone: the others are released with core.
    ...(isOutside
      ? await unwritten(reports, 'npm run api -- --outside')
      : [
          ...(await unwritten(reports, 'npm run api, and a changeset (npm run changeset) that names the package.')),
          ...(await unannounced(reports)),
        ]),
    ...stray.map((file) => `${file} is the report of no package that is published.\n  Do: npm run api`),
  ];
  for (const problem of problems) console.error(`${problem}\n`);
  if (problems.length > 0) process.exit(1);
}
