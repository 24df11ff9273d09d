import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { chart } from './values-schema.ts';

const observability = new URL('../../deploy/observability/', import.meta.url);

/** Helm reads files of the chart's own folder alone. */
describe('the files that the chart brings', () => {
  for (const name of ['dashboard.json', 'alerts.yaml']) {
    test(`${name} is that of deploy/observability (HEXAOPS_WRITE_DOCS=1 copies it)`, async () => {
      const original = await readFile(new URL(name, observability), 'utf8');
      const copy = new URL(`files/${name}`, chart);
      if (process.env['HEXAOPS_WRITE_DOCS'] === '1') await writeFile(copy, original);
      assert.equal(await readFile(copy, 'utf8'), original);
    });
  }
});
