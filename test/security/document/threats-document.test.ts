import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { switchOff } from '../switched-off/patch.ts';
import { switchedOff } from '../switched-off/list.ts';
import { tables } from '../table/index.ts';
import { threatsDocument } from './threats-document.ts';

const root = new URL('../../../', import.meta.url);
const page = new URL('docs/threats.md', root);

describe('the tables of threats', () => {
  test('docs/threats.md is made from them', async () => {
    if (process.env['HEXAOPS_WRITE_DOCS'] === '1') await writeFile(page, threatsDocument());
    assert.equal(await readFile(page, 'utf8'), threatsDocument(), 'HEXAOPS_WRITE_DOCS=1 npm test writes it anew');
  });

  test('name files that are there, and each row and control once', () => {
    const tests = [
      ...tables.flatMap(({ rows }) => rows.flatMap((row) => row.tests)),
      ...switchedOff.flatMap((each) => each.tests),
    ];
    assert.deepEqual(
      tests.map(({ file }) => file).filter((file) => !existsSync(new URL(file, root))),
      [],
    );
    for (const names of [tables.flatMap(({ rows }) => rows.map(({ id }) => id)), switchedOff.map(({ name }) => name)]) {
      assert.equal(new Set(names).size, names.length);
    }
  });

  test('have all of the twenty items of the two lists of OWASP', () => {
    const ids = tables.flatMap(({ rows }) => rows.map(({ id }) => id));
    const numbers = Array.from({ length: 10 }, (_, index) => String(index + 1).padStart(2, '0'));
    assert.deepEqual(
      [...numbers.map((number) => `LLM${number}:2025`), ...numbers.map((number) => `ASI${number}`)].filter(
        (id) => !ids.includes(id),
      ),
      [],
    );
  });

  test('every control that is switched off is found where the list says, once', async () => {
    assert.ok(switchedOff.length >= 40);
    for (const entry of switchedOff) {
      const source = await readFile(new URL(entry.file, root), 'utf8');
      assert.notEqual(switchOff(source, entry), source, entry.name);
    }
  });
});
