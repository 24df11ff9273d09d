import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeRecords } from '../testing/audit-records.ts';
import { verifyChain } from './verify.ts';

test('of the problems of a chain as many are kept as were asked for, and all are counted', async () => {
  const records = [...fakeRecords(50)].map((record) => ({ ...record, hash: 'x'.repeat(64) }));
  const { problems, problemCount } = await verifyChain(records, { problemLimit: 7 });
  assert.equal(problems.length, 7);
  assert.equal(problemCount, (await verifyChain(records)).problems.length);
  assert.ok(problemCount >= 50);
});
