import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import type { Release } from '@hexaops/core';
import { MemoryPlaces } from './places.ts';

describe('places', () => {
  test('are never more than there are for a key, and all free again when all have left', () => {
    const key = fc.constantFrom('a', 'b');
    const step = fc.oneof(
      fc.record({ enter: key }),
      fc.record({ leave: key, index: fc.nat(9), times: fc.integer({ min: 1, max: 3 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), fc.integer({ min: 1, max: 4 }), (steps, most) => {
        const places = new MemoryPlaces(most);
        const held: Record<'a' | 'b', Release[]> = { a: [], b: [] };
        for (const step of steps) {
          if ('enter' in step) {
            const mine = held[step.enter];
            const release = places.enter(step.enter);
            assert.equal(release === undefined, mine.length === most);
            if (release !== undefined) mine.push(release);
          } else {
            const [release] = held[step.leave].splice(step.index, 1);
            for (let time = 0; time < step.times; time++) release?.();
          }
        }
        for (const release of [...held.a, ...held.b]) release();
        assert.equal(places.size, 0);
      }),
    );
  });

  test('are without a bound where it is 0', () => {
    const places = new MemoryPlaces(0);
    for (let index = 0; index < 1_000; index++) assert.notEqual(places.enter('a'), undefined);
  });
});
