import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { causesOf, describeCauses } from './causes-document.ts';
import { loadDiagnoseRuleSets } from './rules.ts';

const document = new URL('../../../../docs/causes.md', import.meta.url);
const sets = await loadDiagnoseRuleSets(AbortSignal.timeout(10_000));

describe('docs/causes.md', () => {
  it('says what the rules say; HEXAOPS_WRITE_DOCS=1 writes it', async () => {
    const expected = describeCauses(sets);
    if (process.env['HEXAOPS_WRITE_DOCS'] === '1') await writeFile(document, expected);
    assert.equal(await readFile(document, 'utf8'), expected);
  });

  it('says of every cause what it means', () => {
    const named = new Set(
      sets.flatMap(({ rules }) =>
        rules.flatMap(({ then }) => then.flatMap((action) => ('finding' in action ? action.finding.cause : []))),
      ),
    );
    const described = sets.flatMap((set) => [...causesOf(set).keys()]);
    assert.deepEqual(described.toSorted(), [...named].toSorted());
  });
});
