import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { sighting } from './testing/sighting.ts';
import { timelines, sightings } from './testing/arbitrary.ts';
import { mayPrecede, surelyPrecedes, timelineOf } from './timeline.ts';

const settings = { skew: 2_000 };
const linesOf = (...given: readonly Parameters<typeof sighting>[]) =>
  timelineOf(
    given.map((each) => sighting(...each)),
    settings,
  ).map(({ at, what }) => `${at / 1000} ${what}`);

describe('a time line', () => {
  test('is in the order in which things happened', () => {
    assert.deepEqual(linesOf([30, 'symptom', 'errors'], [10, 'change', 'rollout'], [20, 'change', 'scaling']), [
      '10 rollout',
      '20 scaling',
      '30 errors',
    ]);
  });

  test('tells once what two sources tell in the same words, as early as either, and cites both', () => {
    const [entry, ...rest] = timelineOf(
      [
        sighting(11.5, 'symptom', 'BackOff:  restarting', { source: 'clickhouse', evidence: ['e10'] }),
        sighting(10, 'symptom', 'BackOff: restarting', { source: 'kubernetes', evidence: ['e2'] }),
      ],
      settings,
    );
    assert.deepEqual(rest, []);
    assert.equal(entry?.at, 10_000);
    assert.deepEqual(entry.sources, ['clickhouse', 'kubernetes']);
    assert.deepEqual(entry.evidence, ['e2', 'e10']);
  });

  test('keeps apart what is of another object, of another kind, or further apart than clocks may be', () => {
    const other = { object: { kind: 'Deployment', namespace: 'shop', name: 'cart' } };
    const given = [
      sighting(10, 'symptom', 'errors'),
      sighting(10, 'symptom', 'errors', other),
      sighting(10, 'change', 'errors'),
      sighting(12.1, 'symptom', 'errors', { source: 'clickhouse' }),
    ];
    assert.equal(timelineOf(given, settings).length, 4);
  });

  test('at one instant puts changes before symptoms, and says that the order is not known', () => {
    const [change, symptom] = timelineOf([sighting(10, 'symptom', 'b'), sighting(10, 'change', 'a')], settings);
    assert.ok(change !== undefined && symptom !== undefined);
    assert.equal(change.kind, 'change');
    assert.equal(mayPrecede(change, symptom, settings), true);
    assert.equal(surelyPrecedes(change, symptom, settings), false);
  });

  test('knows the order of two times only beyond the clocks of two sources, and what is coarse in either', () => {
    const entries = (seconds: number, source: string, precision: number) =>
      timelineOf(
        [
          sighting(0, 'symptom', 'errors', { source: 'kubernetes' }),
          sighting(seconds, 'change', 'rollout', { source, precision }),
        ],
        settings,
      );
    const may = (seconds: number, source: string, precision = 0) => {
      const all = entries(seconds, source, precision);
      const change = all.find(({ kind }) => kind === 'change');
      const symptom = all.find(({ kind }) => kind === 'symptom');
      assert.ok(change !== undefined && symptom !== undefined);
      return mayPrecede(change, symptom, settings);
    };
    assert.equal(may(1, 'kubernetes'), false);
    assert.equal(may(1, 'prometheus'), true);
    assert.equal(may(2.001, 'prometheus'), false);
    assert.equal(may(50, 'kubernetes', 60_000), true);
  });
});

describe('any sightings', () => {
  test('give the same time line in whatever order they come', () => {
    fc.assert(
      fc.property(
        sightings.chain((given) =>
          fc.tuple(fc.constant(given), fc.shuffledSubarray([...given], { minLength: given.length })),
        ),
        ([given, shuffled]) => {
          assert.deepEqual(timelineOf(shuffled, settings), timelineOf(given, settings));
        },
      ),
    );
  });

  test('lose nothing: each is an entry, or part of one of the same words that begins no later', () => {
    fc.assert(
      fc.property(sightings, (given) => {
        const entries = timelineOf(given, settings);
        for (const { at, kind, what, source, evidence } of given) {
          const home = entries.some(
            (entry) =>
              entry.kind === kind &&
              entry.what === what &&
              entry.at <= at &&
              entry.sources.includes(source) &&
              evidence.every((id) => entry.evidence.includes(id)),
          );
          assert.ok(home);
        }
      }),
    );
  });

  test('give entries in order, and an order of a symptom and a change that is never both ways', () => {
    fc.assert(
      fc.property(timelines(settings), (entries) => {
        assert.deepEqual(
          entries.map(({ at }) => at),
          entries.map(({ at }) => at).toSorted((left, right) => left - right),
        );
        for (const left of entries)
          for (const right of entries)
            if (surelyPrecedes(left, right, settings)) assert.equal(mayPrecede(right, left, settings), false);
      }),
    );
  });
});
