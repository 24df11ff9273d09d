import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { ObjectReference, Relation } from '../run/finding.ts';
import { type Rankable, rankFindings } from './rank.ts';

const thing = (name: string): ObjectReference => ({ kind: 'Thing', name });
const found = (name: string, confidence: number, cause = 'broken'): Rankable => ({
  cause,
  object: thing(name),
  severity: 'critical',
  confidence,
});
const needs = (from: string, to: string): Relation => ({ from: thing(from), to: thing(to), relation: 'needs' });
const order = (findings: readonly Rankable[]) => findings.map(({ object }) => object.name);

describe('Ranking', () => {
  it('puts what others need before them, however far away', () => {
    const ranked = rankFindings(
      [found('shop', 0.7), found('disk', 0.9)],
      [needs('shop', 'database'), needs('database', 'disk')],
    );
    assert.deepEqual(order(ranked), ['disk', 'shop']);
    assert.deepEqual(ranked[1]?.symptomOf, thing('disk'));
  });

  it('does not take a certain finding for a symptom of a doubtful one', () => {
    const [first, second] = rankFindings([found('shop', 0.9), found('disk', 0.7)], [needs('shop', 'disk')]);
    assert.deepEqual([first?.symptomOf, second?.symptomOf], [undefined, undefined]);
    assert.equal(first?.object.name, 'shop');
  });

  it('lets nothing be explained by a guess', () => {
    assert.ok(
      rankFindings([found('shop', 0.2), found('disk', 0.5)], [needs('shop', 'disk')]).every(
        ({ symptomOf }) => symptomOf === undefined,
      ),
    );
  });

  it('does not make a finding a symptom of its own object', () => {
    assert.ok(
      rankFindings([found('shop', 0.9), found('shop', 0.3, 'odd')], [needs('shop', 'shop')]).every(
        ({ symptomOf }) => symptomOf === undefined,
      ),
    );
  });

  it('takes no mistake in the definition of an object for a symptom of what the object needs', () => {
    const ranked = rankFindings(
      [found('shop', 0.7, 'wrong-address'), found('disk', 0.9)],
      [needs('shop', 'disk')],
      new Set(['wrong-address']),
    );
    assert.deepEqual(
      ranked.map(({ symptomOf }) => symptomOf),
      [undefined, undefined],
    );
    assert.deepEqual(order(ranked), ['disk', 'shop']);
  });

  it('bears circles', () => {
    const ranked = rankFindings([found('a', 0.9), found('b', 0.8)], [needs('a', 'b'), needs('b', 'a')]);
    assert.deepEqual(order(ranked), ['a', 'b']);
  });

  const names = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const findings = fc.uniqueArray(
    fc.record({ name: names, confidence: fc.integer({ min: 0, max: 10 }), cause: fc.constantFrom('x', 'y') }),
    {
      selector: ({ name, cause }) => `${name}/${cause}`,
      maxLength: 8,
    },
  );
  const relations = fc.array(fc.tuple(names, names), { maxLength: 12 });
  const rank = (
    all: readonly { name: string; confidence: number; cause: string }[],
    pairs: readonly (readonly [string, string])[],
  ) =>
    rankFindings(
      all.map(({ name, confidence, cause }) => found(name, confidence / 10, cause)),
      pairs.map(([from, to]) => needs(from, to)),
    );

  it('depends neither on the order of findings nor on that of relations', () => {
    fc.assert(
      fc.property(findings, relations, (all, pairs) => {
        assert.deepEqual(rank(all, pairs), rank(all.toReversed(), pairs.toReversed()));
      }),
    );
  });

  it('keeps every finding, and the first is never a symptom', () => {
    fc.assert(
      fc.property(findings, relations, (all, pairs) => {
        const ranked = rank(all, pairs);
        assert.equal(ranked.length, all.length);
        assert.equal(ranked[0]?.symptomOf, undefined);
      }),
    );
  });
});
