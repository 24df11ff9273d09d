import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Relation } from '../run/finding.ts';
import { nearestRelations } from './nearest-relations.ts';

const thing = (name: string) => ({ kind: 'Thing', name });
const needs = (from: string, to: string): Relation => ({ from: thing(from), to: thing(to), relation: 'needs' });

describe('the relations around findings', () => {
  it('are told the nearest first, up and down, and those of others last', () => {
    const [direct, next, above, apart] = [needs('b', 'c'), needs('c', 'd'), needs('a', 'b'), needs('x', 'y')];
    assert.deepEqual(nearestRelations([apart, next, direct, above], [thing('b')]), [direct, above, next, apart]);
  });

  it('are each told once, also in circles', () => {
    const circle = [needs('a', 'b'), needs('b', 'a'), needs('a', 'a')];
    assert.deepEqual(nearestRelations(circle, [thing('a'), thing('b')]), circle);
  });

  it('are told as they come where nothing was found', () => {
    const all = [needs('a', 'b'), needs('x', 'y')];
    assert.deepEqual(nearestRelations(all, []), all);
  });

  const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
  it('never stand before one that is nearer', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, name), { maxLength: 15 }), name, (pairs, start) => {
        const relations = pairs.map(([from, to]) => needs(from, to));
        const distance = new Map<string, number>([[start, 0]]);
        for (let round = 0; round < 6; round++) {
          for (const [from, to] of pairs) {
            const [left, right] = [distance.get(from) ?? Infinity, distance.get(to) ?? Infinity];
            distance.set(from, Math.min(left, right + 1)).set(to, Math.min(right, left + 1));
          }
        }
        const far = ({ from, to }: Relation) =>
          Math.min(distance.get(from.name) ?? Infinity, distance.get(to.name) ?? Infinity);
        const told = nearestRelations(relations, [thing(start)]);
        const steps = told.map(far).map((distance) => Math.min(distance, 1_000));
        assert.deepEqual(
          steps,
          steps.toSorted((a, b) => a - b),
        );
        assert.deepEqual(new Set(told), new Set(relations));
        assert.equal(told.length, relations.length);
      }),
    );
  });
});
