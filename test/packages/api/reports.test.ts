import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { strayReports, unannounced, unwritten, writeReleased, writeReports } from './reports.ts';

/** What `npm run check:api` says. */
const problems = async (reports: ReadonlyMap<string, string>, root: string): Promise<readonly string[]> => [
  ...(await unwritten(reports, 'npm run api, and a changeset', root)),
  ...(await unannounced(reports, root)),
];

const reports = (text: string) => new Map([['@hexaops/sample', text]]);

describe('A report of a public API', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'hexaops-'));
    await mkdir(join(root, 'api'));
    await mkdir(join(root, '.changeset'));
    await writeReleased(reports('declare const one: 1;\n'), root);
    await writeReports(reports('declare const one: 1;\n'), root);
  });
  afterEach(() => rm(root, { recursive: true }));

  const changeset = (step: string) =>
    writeFile(join(root, `.changeset/${step}.md`), `---\n'@hexaops/sample': ${step}\n---\n\nOne is two.\n`);

  it('needs nothing while it is that of the last release', async () => {
    assert.deepEqual(await problems(reports('declare const one: 1;\n'), root), []);
  });

  it('that is not what users can import fails, with the package, the change and what to do', async () => {
    const [written, unannounced, ...others] = await problems(reports('declare const one: 2;\n'), root);
    assert.match(
      written ?? '',
      /^@hexaops\/sample: .*api\/sample\.d\.ts.*\n {2}changed: declare const one\n {4}- .*1;\n {4}\+ .*2;\n {2}Do: .*npm run api, and a changeset/,
    );
    assert.match(unannounced ?? '', /^@hexaops\/sample: .*no changeset names it\.\n {2}Do: npm run changeset/);
    assert.deepEqual(others, []);
  });

  it('written anew still needs a changeset of the package, of at least a minor step', async () => {
    const changed = reports('declare const one: 2;\n');
    await writeReports(changed, root);
    assert.match((await problems(changed, root)).join(), /^@hexaops\/sample: .*no changeset names it/);
    await changeset('patch');
    assert.match((await problems(changed, root)).join(), /^@hexaops\/sample: .*its changeset says "patch"/);
    await changeset('minor');
    assert.deepEqual(await problems(changed, root), []);
  });

  it('of a package that was never released needs one too', async () => {
    await writeFile(join(root, 'api/released.json'), '{}\n');
    assert.equal((await problems(reports('declare const one: 1;\n'), root)).length, 1);
  });

  it('is not there for a new package, and is one too many for a package that is gone', async () => {
    const renamed = new Map([['@hexaops/renamed', 'declare const one: 1;\n']]);
    await writeFile(join(root, '.changeset/renamed.md'), `---\n'@hexaops/renamed': major\n---\n\nRenamed.\n`);
    assert.match((await problems(renamed, root)).join(), /^@hexaops\/renamed has no report\.\n {2}Do: /);
    await writeReports(renamed, root);
    assert.deepEqual(await problems(renamed, root), []);
    assert.deepEqual(await strayReports(renamed.keys(), root), ['api/sample.d.ts']);
  });
});
