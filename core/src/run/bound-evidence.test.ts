import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { boundEvidence } from './bound-evidence.ts';
import { bytesOf } from './content-bytes.ts';
import type { EvidenceContent, EvidenceDraft } from './evidence.ts';
import { anyContent, isKeptPart } from './testing/contents.ts';

const frame = { id: 'e1', step: 's', taint: 'untrusted' as const, readAt: '2026-01-01T00:00:00.000Z', byteCap: 200 };
const bound = (content: EvidenceContent, byteCap = 200, more: Partial<EvidenceDraft> = {}) =>
  boundEvidence({ source: 'kubernetes', query: 'GET /', title: 't', content, ...more }, { ...frame, byteCap });

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

test('keeps the end of a text where that matters', () => {
  const text = Array.from({ length: 50 }, (_, line) => `line ${line}`).join('\n');
  const { content, omitted } = bound({ kind: 'text', text }, 200, { keep: 'last' });
  assert.ok(content.kind === 'text' && /^line \d+\n[^]*line 49$/.test(content.text));
  assert.match(omitted ?? '', /^the first \d+ of 50 lines left out/);
});

test('says in the words of the tool how to ask for the rest', () => {
  const { omitted } = bound({ kind: 'text', text: 'a\n'.repeat(500) }, 200, { more: 'ask from line 80 on' });
  assert.match(omitted ?? '', /; ask from line 80 on$/);
});

test('keeps the members of an object whole, and names those that are left out', () => {
  const object = {
    name: 'cart',
    spec: { image: 'cart:1', env: Array.from({ length: 50 }, (_, each) => ({ each })) },
    status: 'ok',
  };
  const { content, omitted } = bound({ kind: 'object', object });
  assert.ok(content.kind === 'object');
  assert.match(
    JSON.stringify(content.object),
    /^\{"name":"cart","spec":\{"image":"cart:1","env":\[\{"each":0\}.*\]\},"status":"ok"\}$/,
  );
  assert.match(omitted ?? '', /^1 part left out: the last \d+ of spec.env; /);
});

test('keeps whole series, or of a single one that is too long its last points', () => {
  const points = Array.from({ length: 100 }, (_, minute) => [minute * 60_000, minute] as const);
  const { content, omitted } = bound({ kind: 'series', series: [{ name: 'cpu', points }] });
  assert.ok(content.kind === 'series');
  assert.deepEqual(content.series[0]?.points.at(-1), [99 * 60_000, 99]);
  assert.match(omitted ?? '', /^the first \d+ of 100 points left out/);
});

test('says that something is missing wherever the tool says so, and the other way round', () => {
  assert.match(bound({ kind: 'text', text: '' }, 200, { truncated: true }).omitted ?? '', /a part of it/);
  assert.equal(bound({ kind: 'text', text: '' }, 200, { omitted: '3 rows; ask for one' }).truncated, true);
});

describe('whatever the content and the cap', () => {
  const content = anyContent();
  const cap = fc.integer({ min: 30, max: 3000 });

  test('never keeps more than the cap', () => {
    fc.assert(
      fc.property(content, cap, (whole, byteCap) => {
        const evidence = bound(whole, byteCap);
        assert.ok(bytesOf(evidence.content) <= byteCap);
        assert.equal(evidence.truncated, bytesOf(whole) > byteCap);
        assert.equal(evidence.omitted !== undefined, evidence.truncated);
      }),
    );
  });

  test('keeps a beginning, or whole parts, and no half of a character', () => {
    fc.assert(
      fc.property(content, cap, fc.constantFrom('first' as const, 'last' as const), (whole, byteCap, keep) => {
        const kept = bound(whole, byteCap, { keep }).content;
        assert.ok(isKeptPart(kept, whole, keep), JSON.stringify(kept));
        assert.ok(JSON.stringify(kept).isWellFormed());
      }),
    );
  });
});
