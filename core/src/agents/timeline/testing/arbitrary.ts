import * as fc from 'fast-check';
import type { Sighting } from '../sighting.ts';
import { type TimelineEntry, timelineOf, type TimelineSettings } from '../timeline.ts';
import { sighting } from './sighting.ts';

const one: fc.Arbitrary<Sighting> = fc
  .record({
    // Few instants, words, names and sources, so that ties and duplicates are frequent.
    seconds: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20_000 })),
    kind: fc.constantFrom('change' as const, 'symptom' as const),
    what: fc.constantFrom('rollout', 'errors', 'restart'),
    name: fc.constantFrom('checkout', 'cart'),
    source: fc.constantFrom('kubernetes', 'prometheus', 'clickhouse'),
    precision: fc.constantFrom(0, 0, 500, 60_000),
    evidence: fc.uniqueArray(fc.constantFrom('e1', 'e2', 'e10'), { minLength: 1 }),
  })
  .map(({ seconds, kind, what, name, source, precision, evidence }) =>
    sighting(seconds, kind, what, {
      object: { kind: 'Deployment', namespace: 'shop', name },
      source,
      precision,
      evidence,
    }),
  );

export const sightings: fc.Arbitrary<readonly Sighting[]> = fc.array(one, { maxLength: 24 });

export function timelines(settings: TimelineSettings): fc.Arbitrary<readonly TimelineEntry[]> {
  return sightings.map((given) => timelineOf(given, settings));
}
