import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError } from '../errors.ts';
import { type AuditReader, auditReaderPoint } from '../extension/audit-reader.ts';
import { storePoint } from '../extension/store.ts';
import { definePlugin } from '../plugin/plugin.ts';
import { createMemoryStore } from '../store/memory.ts';
import { openAudit } from './open-audit.ts';

const reader: AuditReader = {
  id: 'table',
  schema: () => '',
  async *records() {},
};

describe('looking at the audit', () => {
  test('gives what plugins bring for it, starts none of them, and disposes of what they made', async () => {
    const store = createMemoryStore();
    let disposed = 0;
    const plugin = definePlugin({
      register(api) {
        api.contribute(auditReaderPoint, reader);
        const dispose = async () => void (disposed += 1);
        api.contributeFrom(storePoint, [], () => Object.assign(store, { [Symbol.asyncDispose]: dispose }));
        api.tap('ready', () => assert.fail('it became ready'));
      },
      start: () => assert.fail('it was started'),
    });
    {
      await using access = await openAudit([plugin]);
      assert.deepEqual([access.readers, access.store], [[reader], store]);
    }
    assert.equal(disposed, 1);
  });

  test('has no store where no plugin brings one, and no reader', async () => {
    await using access = await openAudit([definePlugin({ register: () => undefined })]);
    assert.deepEqual([access.readers, access.store], [[], undefined]);
  });

  test('raises what is wrong with a plugin', async () => {
    const plugin = definePlugin({ config: { type: 'object', required: ['url'] }, register: () => undefined });
    await assert.rejects(openAudit([plugin]), (error) => HexaopsError.is(error, 'config-invalid'));
  });
});
