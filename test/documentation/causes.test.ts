import assert from 'node:assert/strict';
import { glob, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { causesOf, describeCauses } from '@hexaops/core/diagnosis';
import { ruleDirectory } from '@hexaops/core/rules';
import { repository } from './markdown.ts';

const document = join(repository, 'docs/causes.md');
const directories = (await Array.fromAsync(glob('plugins/*/rules/diagnose', { cwd: repository }))).sort();
const workers = await Promise.all(
  directories.map(async (directory) => {
    const worker = basename(dirname(dirname(directory)));
    const rules = ruleDirectory(worker, pathToFileURL(`${join(repository, directory)}/`));
    return { worker, sets: await rules.load(AbortSignal.timeout(10_000)) };
  }),
);
const sets = workers.flatMap((worker) => worker.sets);

describe('docs/causes.md', () => {
  it('says what the rules of all workers say; HEXAOPS_WRITE_DOCS=1 writes it', async () => {
    const expected = describeCauses(workers);
    if (process.env['HEXAOPS_WRITE_DOCS'] === '1') await writeFile(document, expected);
    assert.equal(await readFile(document, 'utf8'), expected);
  });

  it('says of every cause what it means, once', () => {
    const named = new Set(
      sets.flatMap(({ rules }) =>
        rules.flatMap(({ then }) => then.flatMap((action) => ('finding' in action ? action.finding.cause : []))),
      ),
    );
    const described = sets.flatMap((set) => [...causesOf(set).keys()]);
    assert.deepEqual(described.toSorted(), [...named].toSorted());
  });

  it('is about rules of stage diagnose alone', () => {
    assert.deepEqual(
      sets.filter(({ stage }) => stage !== 'diagnose'),
      [],
    );
  });
});
