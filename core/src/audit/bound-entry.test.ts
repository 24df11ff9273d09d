import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { fakeEntry } from '../testing/audit-records.ts';
import { boundEntry, type CutDetails, detailsBytes } from './bound-entry.ts';

describe('the details of an entry', () => {
  test('stay as they are where they fit', () => {
    const entry = fakeEntry({ details: { text: 'x'.repeat(detailsBytes - '{"text":""}'.length) } });
    assert.equal(boundEntry(entry), entry);
  });

  test('are cut with a mark where they do not, the largest first, and the others stay', () => {
    const text = '日'.repeat(detailsBytes);
    const { details, ...rest } = boundEntry(fakeEntry({ details: { parameters: { replicas: 3 }, text } }));
    const { details: _, ...whole } = fakeEntry();
    assert.deepEqual(rest, whole);
    assert.deepEqual(details['parameters'], { replicas: 3 });
    const mark = details['text'] as CutDetails;
    assert.deepEqual([mark.truncated, mark.bytes, mark.sha256.length], [true, 3 * detailsBytes + 2, 64]);
    assert.equal(mark.beginning, `"${'日'.repeat(1_023)}`);
  });

  test('fit afterwards, whatever they were, and the same ones are cut the same way', () => {
    const large = fc.string({ unit: 'binary', minLength: 30_000, maxLength: 40_000 });
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(large, fc.jsonValue()), { maxKeys: 6 }), (details) => {
        const bounded = boundEntry(fakeEntry({ details }));
        assert.ok(Buffer.byteLength(JSON.stringify(bounded.details)) <= detailsBytes);
        assert.deepEqual(boundEntry(fakeEntry({ details })), bounded);
        assert.deepEqual(boundEntry(bounded), bounded);
      }),
      { numRuns: 10 },
    );
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`key-${index}`, index]));
    assert.equal(boundEntry(fakeEntry({ details: many })).details['truncated'], true);
  });
});
