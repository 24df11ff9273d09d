import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import type { Schema } from '@hexaops/core';
import { TestService } from '../testing/test-service.ts';
import { openApiDocument } from './document.ts';
import { operations } from './operations.ts';

const docs = new URL('../../../../docs/', import.meta.url);
const manifest = new URL('../../../package.json', import.meta.url);

describe('the OpenAPI document', () => {
  test('docs/openapi.json is made from the schemas that validate (HEXAOPS_WRITE_DOCS=1 writes it)', async () => {
    const events = JSON.parse(await readFile(new URL('events.schema.json', docs), 'utf8')) as Schema;
    const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { readonly version: string };
    const written = `${JSON.stringify(openApiDocument(version, events), null, 2)}\n`;
    const file = new URL('openapi.json', docs);
    if (process.env['HEXAOPS_WRITE_DOCS'] === '1') await writeFile(file, written);
    assert.equal(await readFile(file, 'utf8'), written);
  });

  test('has an id of its own for each operation', () => {
    assert.equal(new Set(operations.map(({ id }) => id)).size, operations.length);
  });

  test('names what the service answers, and the service answers what it names', async () => {
    await using service = await TestService.start();
    for (const { method, path, security } of operations.filter((each) => each.security !== 'alert-sender')) {
      const { status } = await service.request(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, 'x'), {
        headers: { authorization: '' },
      });
      assert.equal(status, security === 'none' ? 200 : 401, `${method} ${path}`);
    }
  });
});
