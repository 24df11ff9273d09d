import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Relation } from './finding.ts';
import { withRelations } from './known-relations.ts';

const thing = (name: string) => ({ kind: 'Thing', namespace: 'shop', name });
const needs = (from: string, to: string): Relation => ({ from: thing(from), to: thing(to), relation: 'needs' });

describe('what a run knows to need what', () => {
  test('is kept once, however many steps tell it', () => {
    const [one, two] = [needs('a', 'b'), needs('b', 'c')];
    const known = withRelations([one], [{ ...one, relation: 'calls' }, two, two]);
    assert.deepEqual(known, [one, two]);
    assert.equal(withRelations(known, [two]), known, 'nothing is copied for nothing new');
    assert.equal(withRelations(known), known);
  });

  test('ends somewhere, whatever steps tell', () => {
    const told = (from: number) => Array.from({ length: 3_000 }, (_, index) => needs(`${from}`, `${index}`));
    const known = [0, 1, 2, 3].reduce((all: readonly Relation[], step) => withRelations(all, told(step)), []);
    assert.equal(known.length, 5_000);
    assert.deepEqual(known[0], needs('0', '0'));
  });
});
