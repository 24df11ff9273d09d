import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readJson, repository, type Workspace } from '../workspaces.ts';
import { changes } from './changes.ts';
import { announced, type Step } from './changesets.ts';
import { publicApis } from './declarations.ts';
import { report, reportFile } from './report.ts';

/** Reports by package. */
type Reports = ReadonlyMap<string, string>;

export async function reportsOf(workspaces: readonly Workspace[]): Promise<Reports> {
  const apis = await publicApis(workspaces);
  return new Map(apis.map((api) => [api.workspace.manifest.name, report(api)]));
}

export async function writeReports(reports: Reports, root = repository): Promise<void> {
  await mkdir(join(root, 'api'), { recursive: true });
  for (const [name, text] of reports) await writeFile(join(root, fileOf(name)), text);
}

/** Reports of packages that are published no more, or under other names. */
export async function strayReports(published: Iterable<string>, root = repository): Promise<readonly string[]> {
  const files = new Set([...published].map(fileOf));
  const present = (await readdir(join(root, 'api'))).filter((name) => name.endsWith('.d.ts'));
  return present.map((name) => `api/${name}`).filter((file) => !files.has(file));
}

/** After a release: what is reported now is what users have. */
export async function writeReleased(reports: Reports, root = repository): Promise<void> {
  const released = Object.fromEntries([...reports].map(([name, text]) => [name, digest(text)]));
  await writeFile(join(root, releasedFile), `${JSON.stringify(released, null, 2)}\n`);
}

/** In words: each report that is not what users of the package can import, what differs, and `remedy`: what to do. */
export async function unwritten(reports: Reports, remedy: string, root = repository): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [name, text] of reports) {
    const written = await readFile(join(root, fileOf(name)), 'utf8').catch(() => undefined);
    if (written === undefined) found.push(`${name} has no report.\n  Do: ${remedy}`);
    else if (written !== text) found.push(changedReport(name, changes(written, text), remedy));
  }
  return found;
}

/** In words: each report that differs from the last release's without a changeset that says so, and what to do. */
export async function unannounced(reports: Reports, root = repository): Promise<readonly string[]> {
  const released = await readJson<Readonly<Record<string, string>>>(join(root, releasedFile));
  const steps = await announced(root);
  return [...reports]
    .filter(([name, text]) => released[name] !== digest(text) && !isEnough(steps.get(name)))
    .map(([name]) => {
      const step = steps.get(name);
      const said = step === undefined ? 'no changeset names it' : `its changeset says "${step}"`;
      return `${name}: its public API differs from the last release's, and ${said}.\n  Do: npm run changeset, and choose minor or major for ${name}.`;
    });
}

const fileOf = (name: string): string => `api/${reportFile(name)}`;

const releasedFile = 'api/released.json';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

const isEnough = (step: Step | undefined): boolean => step === 'minor' || step === 'major';

/** More lines than a reader takes in stand in the difference of the written report. */
const mostLines = 60;

const changedReport = (name: string, lines: readonly string[], remedy: string): string =>
  [
    `${name}: what users can import is not what ${fileOf(name)} says.`,
    ...lines.slice(0, mostLines),
    ...(lines.length > mostLines ? [`and ${lines.length - mostLines} lines more`] : []),
    `Do: read the change as the package's users will meet it. If it is meant: ${remedy}`,
  ].join('\n  ');
