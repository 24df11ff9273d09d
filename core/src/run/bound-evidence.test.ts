import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { boundEvidence, bytesOf } from './bound-evidence.ts';
import type { EvidenceContent } from './evidence.ts';

const frame = { id: 'e1', step: 's', taint: 'untrusted' as const, readAt: '2026-01-01T00:00:00.000Z', byteCap: 200 };
const bound = (content: EvidenceContent, byteCap = 200) =>
  boundEvidence({ source: 'kubernetes', query: 'GET /', title: 't', content }, { ...frame, byteCap });

test('keeps what fits as it is', () => {
  const evidence = bound({ kind: 'text', text: 'one\ntwo' });
  assert.deepEqual(evidence.content, { kind: 'text', text: 'one\ntwo' });
  assert.equal(evidence.truncated, false);
  assert.equal('omitted' in evidence, false);
});

test('cuts a text at a line and says how many are missing', () => {
  const evidence = bound({ kind: 'text', text: Array.from({ length: 50 }, (_, line) => `line ${line}`).join('\n') });
  assert.ok(evidence.content.kind === 'text' && /line \d+$/.test(evidence.content.text));
  assert.match(evidence.omitted ?? '', /of 50 lines left out/);
});

test('never keeps more than the cap', () => {
  const table = fc.record({
    kind: fc.constant('table' as const),
    columns: fc.constant(['a']),
    rows: fc.array(fc.array(fc.string())),
  });
  const text = fc.record({ kind: fc.constant('text' as const), text: fc.string() });
  fc.assert(
    fc.property(fc.oneof(table, text), fc.integer({ min: 100, max: 400 }), (content, cap) => {
      const evidence = bound(content, cap);
      assert.ok(bytesOf(evidence.content) <= cap);
      assert.equal(evidence.truncated, bytesOf(content) > cap);
    }),
  );
});
