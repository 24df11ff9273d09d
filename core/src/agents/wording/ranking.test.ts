import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findingOf } from '../../engine/testing/shop.ts';
import { jsonBytes } from '../../run/bytes.ts';
import { likeliestFirst } from './findings.ts';
import { rankingOf } from './ranking.ts';

const object = (name: string) => ({ kind: 'Deployment', namespace: 'shop', name });
const finding = fc
  .record({
    cause: fc.constantFrom('a', 'b'),
    object: fc.constantFrom('one', 'two', 'three').map(object),
    confidence: fc.constantFrom(0.2, 0.5, 0.7, 0.9),
  })
  .map(findingOf);
const relations = [
  { from: object('one'), to: object('two'), relation: 'needs' },
  { from: object('two'), to: object('three'), relation: 'needs' },
];

test('the ranking of an answer is the order and the marks of its words, whichever findings there are', () => {
  fc.assert(
    fc.property(fc.array(finding, { minLength: 1, maxLength: 9 }), (findings) => {
      const shown = rankingOf({ findings, relations }).ranking?.map(({ finding: place, symptomOf }) => {
        const { symptomOf: _own, ...rest } = findings[place - 1] ?? assert.fail();
        return symptomOf === undefined ? rest : { ...rest, symptomOf };
      });
      assert.deepEqual(shown, likeliestFirst(findings, relations));
    }),
  );
});

test('where nothing was found there is none', () => {
  assert.deepEqual(rankingOf({ findings: [], relations }), {});
});

test('the ranking of ever so many findings is bounded, and keeps the likeliest', () => {
  const root = findingOf({ object: object('root'), confidence: 0.95 });
  const crowd = (count: number, length: number) =>
    Array.from({ length: count }, (_, index) =>
      findingOf({
        object: object(`${index}-${'x'.repeat(length)}`),
        confidence: 0.7,
        symptomOf: object('y'.repeat(length)),
      }),
    );
  for (const [findings, most] of [
    [[...crowd(1_000, 5), root], 200],
    [[...crowd(1_000, 900), root], 50],
  ] as const) {
    const { ranking = [] } = rankingOf({ findings, relations: [] });
    assert.ok(ranking.length > 10 && ranking.length <= most, `${ranking.length} of ${most}`);
    assert.ok(jsonBytes(ranking) <= 33_000);
    assert.deepEqual(ranking[0], { finding: findings.length });
  }
});
