import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import { tableCheck } from './check.ts';

const { signal } = new AbortController();
const checkOf = (health: () => Promise<{ readonly ok: boolean; readonly message: string }>) =>
  tableCheck({ component: 'audit-clickhouse', health });

describe('the check of the table of the audit', () => {
  test('is what its health says, and what to do', async () => {
    const well = await checkOf(() => Promise.resolve({ ok: true, message: 'logs.audit: it is there' })).check(signal);
    assert.equal(well.message, 'logs.audit: it is there');
    for (const health of [
      () => Promise.resolve({ ok: false, message: 'logs.audit is not there' }),
      () => Promise.reject(new Error('it is away')),
    ]) {
      await assert.rejects(checkOf(health).check(signal), (error) => {
        assert.ok(HexaopsError.is(error, 'audit-unavailable'));
        assert.match(`${error.message}: ${error.nextStep}`, /(?:not there|away): print the statements/);
        return true;
      });
    }
  });

  test('hands on the signal', async () => {
    const seen: AbortSignal[] = [];
    const check = tableCheck({
      component: 'audit-clickhouse',
      health: (given) => {
        seen.push(given);
        return Promise.resolve({ ok: true, message: '' });
      },
    });
    await check.check(signal);
    assert.deepEqual(seen, [signal]);
  });
});
