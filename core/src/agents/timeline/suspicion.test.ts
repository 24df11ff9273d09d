import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import type { Sighting } from './sighting.ts';
import { suspicionsOf } from './suspicion.ts';
import { timelines } from './testing/arbitrary.ts';
import { sighting } from './testing/sighting.ts';
import { timelineOf, tolerance } from './timeline.ts';

const minute = 60;
const settings = { skew: 2_000, window: 60 * minute * 1000 };
const suspicions = (...given: readonly Sighting[]) => suspicionsOf(timelineOf(given, settings), settings);
const changesOf = (...given: readonly Sighting[]) =>
  suspicions(...given).map(({ changes }) => changes.map(({ what }) => what));

describe('the change that came first', () => {
  test('is the last one before the first symptom', () => {
    const given = [
      sighting(0, 'change', 'revision 3'),
      sighting(20 * minute, 'change', 'revision 4'),
      sighting(21 * minute, 'symptom', 'errors'),
      sighting(22 * minute, 'change', 'restarted by hand'),
      sighting(23 * minute, 'symptom', 'more errors'),
    ];
    assert.deepEqual(changesOf(...given), [['revision 4']]);
  });

  test('comes with what was changed together with it, the earliest first', () => {
    const given = [
      sighting(0, 'change', 'release 7', {
        source: 'helm',
        object: { kind: 'Release', namespace: 'shop', name: 'checkout' },
      }),
      sighting(3, 'change', 'revision 4'),
      sighting(60, 'symptom', 'errors'),
    ];
    assert.deepEqual(changesOf(...given), [['release 7', 'revision 4']]);
  });

  test('is of one object the last, however soon it followed the one before', () => {
    const given = [
      sighting(0, 'change', 'revision 1'),
      sighting(2, 'change', 'revision 2'),
      sighting(60, 'symptom', 'errors'),
    ];
    assert.deepEqual(changesOf(...given), [['revision 2']]);
  });

  test('is none where every change came after the symptoms, or long before', () => {
    assert.deepEqual(changesOf(sighting(10, 'symptom', 'errors'), sighting(20, 'change', 'rollout')), []);
    assert.deepEqual(changesOf(sighting(0, 'change', 'rollout'), sighting(61 * minute, 'symptom', 'errors')), []);
    assert.deepEqual(changesOf(sighting(0, 'change', 'rollout')), []);
    assert.deepEqual(changesOf(), []);
  });

  test('may be one that two clocks put just after the symptom, and then says that the order is not known', () => {
    const [close] = suspicions(
      sighting(10, 'symptom', 'errors', { source: 'clickhouse' }),
      sighting(11, 'change', 'rollout'),
    );
    assert.equal(close?.orderIsSure, false);
    assert.deepEqual(changesOf(sighting(10, 'symptom', 'errors'), sighting(11, 'change', 'rollout')), []);
  });

  test('is looked for at each time at which symptoms begin again, and passes over those without a change', () => {
    const hour = 60 * minute;
    const given = [
      sighting(0, 'symptom', 'an old warning'),
      sighting(5 * hour, 'change', 'revision 4'),
      sighting(5 * hour + 60, 'symptom', 'errors'),
      sighting(9 * hour, 'change', 'revision 5'),
      sighting(9 * hour + 60, 'symptom', 'other errors'),
    ];
    assert.deepEqual(changesOf(...given), [['revision 4'], ['revision 5']]);
  });

  test('is suspected the more for being of the same object, shortly before, and seen by several sources', () => {
    const elsewhere = { object: { kind: 'Deployment', namespace: 'shop', name: 'cart' } };
    const pod = { object: { kind: 'Pod', namespace: 'shop', name: 'checkout-5d4-x' } };
    const confidence = (...given: readonly Sighting[]) => suspicions(...given)[0]?.confidence;
    const symptom = sighting(10 * minute, 'symptom', 'errors');
    assert.equal(confidence(sighting(0, 'change', 'rollout', elsewhere), symptom), 0.3);
    assert.equal(confidence(sighting(0, 'change', 'rollout'), symptom), 0.4);
    assert.equal(confidence(sighting(0, 'change', 'rollout'), { ...symptom, ...pod }), 0.4);
    assert.equal(confidence(sighting(9 * minute, 'change', 'rollout'), symptom), 0.5);
    assert.equal(
      confidence(
        sighting(9 * minute, 'change', 'rollout'),
        symptom,
        sighting(11 * minute, 'symptom', 'latency rose', { source: 'prometheus' }),
      ),
      0.55,
    );
  });
});

describe('whatever was seen', () => {
  test('no change after a symptom is ever named for it, and none outside the window', () => {
    fc.assert(
      fc.property(timelines(settings), (timeline) => {
        for (const { changes, symptom, orderIsSure } of suspicionsOf(timeline, settings)) {
          for (const change of changes) {
            assert.ok(change.at <= symptom.at + tolerance(change, symptom, settings));
            assert.ok(symptom.at - change.at <= settings.window);
          }
          if (orderIsSure) assert.ok(changes[0].at < symptom.at);
        }
      }),
    );
  });

  test('no change lies between the last one named and its symptom', () => {
    fc.assert(
      fc.property(timelines(settings), (timeline) => {
        for (const { changes, symptom } of suspicionsOf(timeline, settings)) {
          const last = changes.at(-1);
          const between = timeline.filter(
            ({ kind, at }) => kind === 'change' && last !== undefined && at > last.at && at <= symptom.at,
          );
          assert.deepEqual(between, []);
        }
      }),
    );
  });

  test('it is never sure enough to have a change proposed', () => {
    fc.assert(
      fc.property(timelines(settings), (timeline) => {
        for (const { confidence } of suspicionsOf(timeline, settings)) assert.ok(confidence >= 0.2 && confidence < 0.6);
      }),
    );
  });
});
