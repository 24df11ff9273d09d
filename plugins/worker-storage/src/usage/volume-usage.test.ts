import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HexaopsError, type MetricReader } from '@hexaops/core';
import { settingsOf } from '../configuration.ts';
import { measure } from '../storage.ts';
import { contextOf, storageOf } from '../testing/fakes.ts';
import { VolumeMeter } from './volume-usage.ts';

function reader(answer: (expression: string) => void): MetricReader {
  const read = async (expression: string) => {
    answer(expression);
    return { query: expression, series: [], left: 0 };
  };
  return { id: 'fake', instant: read, range: read, ask: async () => read('') };
}
const { metrics } = settingsOf({});
const storageWith = (meter: VolumeMeter) => ({ ...storageOf({}), meter });

describe('What is asked of metrics', () => {
  it('names the claim in a string that nothing can end, whatever it holds', async () => {
    const asked: string[] = [];
    const meter = new VolumeMeter(
      reader((expression) => asked.push(expression)),
      metrics,
    );
    await meter.usage({ namespace: 'shop"} or up{a="', claim: 'x\\"' }, contextOf());
    assert.equal(
      asked[0],
      'max by (namespace, persistentvolumeclaim) (last_over_time(kubelet_volume_stats_used_bytes{namespace="shop\\"} or up{a=\\"", persistentvolumeclaim="x\\\\\\""}[15m]))',
    );
    await meter.growth({}, 160 * 3_600_000, contextOf());
    assert.match(asked.at(-1) ?? '', /kubelet_volume_stats_used_bytes\{\}\[3600s\]/);
  });
});

describe('Metrics that do not answer', () => {
  const failing = (error: HexaopsError) =>
    storageWith(
      new VolumeMeter(
        reader(() => {
          throw error;
        }),
        metrics,
      ),
    );

  it('cost their figures and nothing else, and are named', async () => {
    const measured = await measure(failing(new HexaopsError('source-unavailable', 'no answer')), {}, [1], contextOf());
    assert.deepEqual([measured.usage.size, measured.usageReading], [0, undefined]);
    assert.deepEqual(measured.unavailable, [{ source: 'volume metrics', reason: 'no answer' }]);
  });

  it('end the call where the caller has to act', async () => {
    const error = new HexaopsError('reauthentication-required', 'expired');
    await assert.rejects(measure(failing(error), {}, [1], contextOf()), (raised) => raised === error);
  });
});
