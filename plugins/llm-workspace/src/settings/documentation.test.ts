import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { HexaopsError } from '@hexaops/core';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { settingsOf, settingsSchema } from './settings.ts';

const file = fileURLToPath(new URL('../../../../docs/llm-settings.schema.json', import.meta.url));
const good = {
  provider: 'openai-compatible',
  model: 'm',
  base_url: 'https://llm.example/v1',
  api_key: 'k',
  has_key: true,
};

test('docs/llm-settings.schema.json is the schema (HEXAOPS_WRITE_DOCS=1 writes it)', async () => {
  const written = `${JSON.stringify(settingsSchema, null, 2)}\n`;
  if (process.env['HEXAOPS_WRITE_DOCS'] === '1') await writeFile(file, written);
  assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), JSON.parse(written));
});

test('the schema refuses no settings that are taken, and takes none of the wrong form', () => {
  const matches = new Ajv2020({ strict: false }).compile(settingsSchema);
  const takes = (settings: unknown): boolean => {
    try {
      settingsOf(settings);
      return true;
    } catch (error) {
      assert.ok(HexaopsError.is(error));
      return false;
    }
  };
  const { api_key: _, ...keyless } = good;
  for (const settings of [good, keyless, { ...good, extra: 1 }, { ...good, api_key_base_url: good.base_url }])
    assert.deepEqual([matches(settings), takes(settings)], [true, true], JSON.stringify(settings));
  for (const wrong of [
    'x',
    {},
    { ...good, provider: 'smtp' },
    { ...good, model: '' },
    { ...good, model: 'a b' },
    { ...good, base_url: 'http://llm.example' },
    { ...good, api_key: 'a b' },
    { ...good, api_key: 5 },
  ])
    assert.deepEqual([matches(wrong), takes(wrong)], [false, false], JSON.stringify(wrong));
});
