import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { ToolResult } from '../extension/tool.ts';
import { boundResult, leastResultBytes } from './bound-result.ts';
import { jsonBytes } from './bytes.ts';
import type { EvidenceDraft } from './evidence.ts';
import { fairShares } from './fair-shares.ts';
import { anyContent } from './testing/contents.ts';

const tool = {
  name: 'list-things',
  input: { type: 'object', properties: { namespace: {}, offset: {}, colour: {} }, additionalProperties: false },
};
const text = (lines: number, title = 't'): EvidenceDraft => ({
  source: 'fake',
  query: 'q',
  title,
  content: { kind: 'text', text: Array.from({ length: lines }, (_, line) => `line ${line}`).join('\n') },
});

describe('The result of a tool', () => {
  it('is kept as it is where it fits', () => {
    const result = boundResult({ evidence: [text(3)], value: { count: 3 } }, tool, 65_536);
    assert.deepEqual(result, { evidence: [text(3)], value: { count: 3 }, unavailable: [] });
  });

  it('is bounded as a whole: large pieces share what small ones leave', () => {
    const { evidence } = boundResult({ evidence: [text(9_000, 'a'), text(3, 'b'), text(9_000, 'c')] }, tool, 20_000);
    assert.deepEqual(
      evidence.map(({ truncated }) => truncated ?? false),
      [true, false, true],
    );
    const [first = 0, , last = 0] = evidence.map(({ content }) => jsonBytes(content));
    assert.ok(Math.abs(first - last) < 20 && first > 8_000, `${first} and ${last}`);
  });

  it('names the arguments of its tool with which the rest is asked for', () => {
    const [piece] = boundResult({ evidence: [text(9_000)] }, tool, 10_000).evidence;
    assert.match(piece?.omitted ?? '', /lines left out; ask again with another "offset" or "namespace"$/);
  });

  it('says which parts were left out', () => {
    const { unavailable = [] } = boundResult(
      { evidence: Array.from({ length: 300 }, () => text(40)), value: 'x'.repeat(10_000) },
      tool,
      8_000,
    );
    assert.deepEqual(
      unavailable.map(({ reason }) => reason.replace(/^\d+/, 'N')),
      ['N more pieces of evidence were left out', 'the value is larger than a run keeps'],
    );
  });

  it('keeps the relations that come first, plain and cut, and never at the cost of what was read', () => {
    const relation = (index: number) => ({
      from: { kind: 'Pod', name: `p-${index}`, uid: 'x' },
      to: { kind: 'Node', name: 'n'.repeat(1_000) },
      relation: 'runs-on',
    });
    const relations = Array.from({ length: 900 }, (_, index) => relation(index));
    const {
      relations: kept = [],
      evidence,
      unavailable,
    } = boundResult({ evidence: [text(3)], relations }, tool, 8_000);
    assert.ok(kept.length > 1 && jsonBytes(kept) <= 1_000, `${kept.length}, ${jsonBytes(kept)} bytes`);
    assert.deepEqual(
      kept.map(({ from }) => from),
      kept.map((_, index) => ({ kind: 'Pod', name: `p-${index}` })),
    );
    assert.match(kept[0]?.to.name ?? '', /^n{250,300}(?!n)/);
    assert.deepEqual([evidence, unavailable], [[text(3)], []]);
  });

  const words = fc.string({ unit: 'grapheme', maxLength: 400 });
  const draft: fc.Arbitrary<EvidenceDraft> = fc.record(
    { source: words, query: words, title: words, content: anyContent(), omitted: words, more: words },
    { requiredKeys: ['source', 'query', 'title', 'content'] },
  );
  const thing = fc.record({ kind: words, name: words });
  const finding = fc.record({
    cause: words,
    object: thing,
    severity: fc.constant('warning' as const),
    confidence: fc.constant(0.5),
    summary: words,
    evidence: fc.constant([0]),
  });
  const anyResult: fc.Arbitrary<ToolResult> = fc.record(
    {
      evidence: fc.array(draft, { maxLength: 20 }),
      findings: fc.array(finding, { maxLength: 20 }),
      relations: fc.array(fc.record({ from: thing, to: thing, relation: words }), { maxLength: 20 }),
      value: fc.jsonValue(),
      unavailable: fc.array(fc.record({ source: words, reason: words }), { maxLength: 20 }),
    },
    { requiredKeys: ['evidence'] },
  );

  it('is never larger than its cap, of whatever it is made, and says of every piece that is cut what is missing', () => {
    fc.assert(
      fc.property(anyResult, fc.integer({ min: leastResultBytes, max: 20_000 }), (result, byteCap) => {
        const bounded = boundResult(result, tool, byteCap);
        assert.ok(jsonBytes(bounded) <= byteCap, `${jsonBytes(bounded)} of ${byteCap}`);
        assert.ok(JSON.stringify(bounded).isWellFormed());
        for (const { truncated, omitted } of bounded.evidence) assert.equal(omitted !== undefined, truncated === true);
        const lost = result.evidence.length > bounded.evidence.length;
        assert.equal(
          bounded.unavailable?.some(({ reason }) => reason.includes('pieces of evidence')),
          lost,
        );
      }),
    );
  });

  it('gives each piece all that it asks for, or an equal share', () => {
    assert.deepEqual(fairShares([10, 500, 200], 400), [10, 195, 195]);
    assert.deepEqual(fairShares([10, 20], 400), [10, 20]);
    assert.deepEqual(fairShares([], 400), []);
  });
});
