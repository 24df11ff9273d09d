import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import { contextOf, fakePrometheus, now } from '../testing/fake-prometheus.ts';
import { metricReader } from './reader.ts';

const labels = { namespace: 'shop', pod: 'cart-0' };
const range = { from: now - 3_600_000, to: now, step: 60_000 };

describe('metrics for other workers', () => {
  const { prometheus, asked } = fakePrometheus(() => [{ labels, at: () => 2 }], {}, { series: 1 });
  const reader = metricReader(prometheus);

  test('are of the workspace of the caller, whatever is asked, and tell the query as it was sent', async () => {
    const instant = await reader.instant('up{workspace_id="w-2"}', now, contextOf());
    assert.equal(instant.query, 'up{workspace_id="w-1",workspace_id="w-2"}');
    assert.deepEqual(instant.series, [{ labels, points: [[now, 2]] }]);
    assert.equal((await reader.range('sum(up)', range, contextOf())).query, 'sum(up{workspace_id="w-1"})');
    for (const question of ['cpu', 'latency-p90', 'latency-median', 'throttling', 'retransmissions'] as const) {
      const { query, series } = await reader.ask(question, { namespace: 'shop' }, range, contextOf());
      assert.match(query, /\{workspace_id="w-1"/);
      assert.ok(series.length > 0);
    }
    assert.ok(asked.every(({ query }) => query.includes('{workspace_id="w-1"')));
  });

  test('have the limits of the tools', async () => {
    const two = fakePrometheus(
      () => [labels, { ...labels, pod: 'cart-1' }].map((each) => ({ labels: each, at: () => 1 })),
      {},
      { series: 1 },
    );
    const { series, left } = await metricReader(two.prometheus).instant('up', now, contextOf());
    assert.deepEqual([series.length, left], [1, 1]);
    await assert.rejects(reader.range('rate(up[9999h])', range, contextOf()), (error) =>
      HexaopsError.is(error, 'arguments-invalid'),
    );
  });
});
