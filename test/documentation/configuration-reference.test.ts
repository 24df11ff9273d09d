import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { loadConfig } from '@hexaops/runtime';
import { allPlugins } from '../support/plugins.ts';
import { type SchemaPart, schemaRows } from '../support/schema-rows.ts';
import { type Configured, configurationReference, serviceKeys } from './configuration-reference.ts';
import { formatted, repository } from './markdown.ts';

const document = join(repository, 'docs/configuration-reference.md');
const directory = await mkdtemp(join(tmpdir(), 'hexaops-reference-'));
after(() => rm(directory, { recursive: true }));
await writeFile(join(directory, 'hexaops.yaml'), '');
const { config } = await loadConfig({ file: join(directory, 'hexaops.yaml') });

/** Installed apart, so that its schema alone is looked at. */
const { configSchema: mastra } = (await import(
  new URL('../../plugins/engine-mastra/src/config.ts', import.meta.url).href
)) as { readonly configSchema: SchemaPart };
const schemas = [
  ...(await allPlugins()).map(([name, plugin]) => [name, plugin.config] as const),
  ['engine-mastra', mastra] as const,
];
const plugins: readonly Configured[] = schemas
  .toSorted(([one], [other]) => (one < other ? -1 : 1))
  .map(([name, schema]) => ({ name, rows: schemaRows(schema) }));
const parts = [serviceKeys(config), ...plugins];

describe('docs/configuration-reference.md', () => {
  it('says what the schemas of the service and of every plugin say; HEXAOPS_WRITE_DOCS=1 writes it', async () => {
    const expected = await formatted(configurationReference(parts));
    if (process.env['HEXAOPS_WRITE_DOCS'] === '1') await writeFile(document, expected);
    assert.equal(await readFile(document, 'utf8'), expected);
  });

  for (const { name, rows } of parts)
    it(`${name}: every key says what it does`, () => {
      assert.deepEqual(
        rows.filter(({ description = '' }) => description === '').map(({ path }) => path),
        [],
      );
    });

  it('says of no key in words what it has as a default', () => {
    const said = parts.flatMap(({ name, rows }) =>
      rows
        .filter(({ fallback, description = '' }) => fallback !== undefined && description.includes('unless told'))
        .map(({ path }) => `${name}: ${path}`),
    );
    assert.deepEqual(said, []);
  });
});
