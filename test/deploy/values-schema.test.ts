import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { parse } from 'yaml';
import { chart, valuesSchema } from './values-schema.ts';

const file = new URL('values.schema.json', chart);
const schema = await valuesSchema();
const ajv = new Ajv2020({ allErrors: true, strict: false });
formats.default(ajv);
const validate = ajv.compile(schema);
const values = parse(await readFile(new URL('values.yaml', chart), 'utf8')) as Readonly<Record<string, unknown>>;

function problems(changed: Readonly<Record<string, unknown>>): readonly string[] {
  return validate({ ...values, ...changed }) ? [] : (validate.errors ?? []).map(({ instancePath }) => instancePath);
}

describe('the values of the chart', () => {
  test('have the schema of the service and of its plugins (HEXAOPS_WRITE_DOCS=1 writes it)', async () => {
    const written = `${JSON.stringify(schema, null, 2)}\n`;
    if (process.env['HEXAOPS_WRITE_DOCS'] === '1') await writeFile(file, written);
    assert.equal(await readFile(file, 'utf8'), written);
  });

  test('have no pattern that Helm cannot read', () => {
    assert.doesNotMatch(JSON.stringify(schema), /"pattern":"[^"]*\(\?<?[=!]/);
  });

  test('are right as they come', () => {
    assert.deepEqual(problems({}), []);
  });

  for (const [what, plugin, config, path] of [
    ['a password in a URL', 'store-sql', { url: 'postgres://hexaops:hunter2@database/hexaops' }, 'url'],
    ['a key that is written out', 'llm-openai', { apiKey: 'sk-1234567890' }, 'apiKey'],
    ['a key that there is not', 'auth-jwt', { jwksUri: 'http://control-plane/jwks' }, ''],
    ['a number for a text', 'control-plane', { url: 5 }, 'url'],
  ] as const) {
    test(`refuse ${what}, with its path`, () => {
      const found = problems({ plugins: { [plugin]: { enabled: true, config } } });
      assert.ok(found.includes(`/plugins/${plugin}/config${path === '' ? '' : `/${path}`}`), found.join(' '));
    });
  }

  test('refuse a plugin that is not told what it needs, unless it is not wanted', () => {
    assert.deepEqual(problems({ plugins: { 'worker-prometheus': { enabled: false } } }), []);
    assert.ok(problems({ plugins: { 'worker-prometheus': { enabled: true } } }).includes('/plugins/worker-prometheus'));
    assert.ok(
      problems({ plugins: { 'worker-prometheus': { enabled: true, config: {} } } }).includes(
        '/plugins/worker-prometheus/config',
      ),
    );
  });

  test('take what names a secret', () => {
    const found = problems({
      plugins: {
        'store-sql': { enabled: true, config: { url: '${env:DATABASE_URL}' } },
        'llm-openai': { enabled: true, config: { apiKey: '${file:/run/secrets/openai}' } },
      },
    });
    assert.deepEqual(found, []);
  });
});
