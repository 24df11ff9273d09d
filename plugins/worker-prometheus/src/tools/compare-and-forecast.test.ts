import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError, type ToolResult } from '@hexaops/core';
import { call, fakePrometheus, type FakeSeries, now } from '../testing/fake-prometheus.ts';
import { compareMetrics } from './compare-metrics.ts';
import { forecastCapacity } from './forecast-capacity.ts';

const hour = 3_600_000;
const service = { namespace: 'shop', service: 'cart' };
const pod = { namespace: 'shop', pod: 'cart-7d9f8b6c5-x2x4z' };
const wobble = (time: number) => (((time / 15_000) * 7919) % 13) / 13 - 0.5;

function rowsOf({ evidence }: ToolResult): readonly (readonly unknown[])[] {
  const content = evidence[0]?.content;
  assert.ok(content?.kind === 'table');
  return content.rows;
}

describe('compare-metrics', () => {
  const comparing = (at: FakeSeries['at'], created?: number) =>
    fakePrometheus((query) => {
      if (query.includes('kube_replicaset_created'))
        return created === undefined ? [] : [{ labels: {}, at: () => created / 1000 }];
      return query.includes('http_requests_total') ? [{ labels: service, at }] : [];
    });
  const input = { question: 'requests', namespace: 'shop', workload: 'cart' } as const;

  test('tells what is worse than the day before by more than its noise, and draws both over each other', async () => {
    const { prometheus } = comparing((time) => (time < now - 12 * hour ? 10 : 30) + wobble(time));
    const result = await call(compareMetrics(prometheus), { ...input, with: 'yesterday' });
    assert.equal(rowsOf(result)[0]?.at(-1), '3.0 times as much');
    assert.deepEqual(
      result.findings?.map(({ cause, severity }) => [cause, severity]),
      [['metric-differs', 'info']],
    );
    const drawn = result.evidence[1]?.content;
    assert.ok(drawn?.kind === 'series');
    assert.deepEqual(
      drawn.series.map(({ name, points }) => [name, points.at(-1)?.[0]]),
      [
        ['shop/cart', now],
        ['shop/cart, the day before', now],
      ],
    );
  });

  test('says so where both are alike', async () => {
    const { prometheus } = comparing((time) => 10 + wobble(time));
    const result = await call(compareMetrics(prometheus), { ...input, with: 'last-week' });
    assert.equal(rowsOf(result)[0]?.at(-1), 'as before, within its noise');
    assert.equal(result.findings, undefined);
  });

  test('finds the last deployment by itself, and compares what was before it with what came after', async () => {
    const deployed = now - 3 * hour;
    const { prometheus, asked } = comparing((time) => (time < deployed ? 10 : 5) + wobble(time) / 10, deployed);
    const result = await call(compareMetrics(prometheus), { ...input, with: 'last-deployment' });
    assert.equal(rowsOf(result)[0]?.at(-1), '-50 %');
    assert.match(asked[0]?.query ?? '', /replicaset=~"cart-\[bcdf/);
    assert.ok(asked.slice(1).every(({ from, to }) => to <= deployed || from > deployed));
  });

  test('without a deployment that the metrics know of there is nothing to compare with', async () => {
    const { prometheus } = comparing(() => 1);
    const refused = (given: object, code: 'not-found' | 'arguments-invalid') =>
      assert.rejects(call(compareMetrics(prometheus), given), (error) => HexaopsError.is(error, code));
    await refused({ ...input, with: 'last-deployment' }, 'not-found');
    await refused({ question: 'requests', with: 'last-deployment' }, 'arguments-invalid');
  });
});

describe('forecast-capacity', () => {
  const using = (at: FakeSeries['at']) =>
    fakePrometheus((query) => (query.includes('container_memory') ? [{ labels: pod, at }] : [])).prometheus;
  const ask = (at: FakeSeries['at']) => call(forecastCapacity(using(at)), { resource: 'memory', namespace: 'shop' });
  const grows = (time: number) => 0.5 + ((time - now + 24 * hour) / hour) * 0.01 + wobble(time) / 1000;

  test('of steady growth says when, between which bounds, and how sure, as a finding', async () => {
    const result = await ask(grows);
    const [[object, resource, used, , when, confidence] = []] = rowsOf(result);
    assert.deepEqual([object, resource, used], ['Deployment shop/cart', 'memory', '74 %']);
    assert.match(String(when), /^in about 26(\.\d)? h \(2\d(\.\d)? h to 2\d(\.\d)? h\)$/);
    assert.match(String(confidence), /^[78]\d(\.\d)? %$/);
    assert.deepEqual(
      result.findings?.map(({ cause, severity, evidence }) => [cause, severity, evidence]),
      [['capacity-exhausted-soon', 'warning', [0, 1]]],
    );
  });

  test('of what is used up says now', async () => {
    const { findings } = await ask(() => 0.99);
    assert.deepEqual(
      findings?.map(({ cause }) => cause),
      ['capacity-exhausted'],
    );
  });

  test('forgets what was before a restart, and never forecasts from too few points', async () => {
    const restarted = now - 12 * hour;
    const saw = await ask((time) => (time < restarted ? grows(time) + 0.4 : 0.2 + wobble(time) / 1000));
    assert.equal(rowsOf(saw)[0]?.[4], 'no steady growth that reaches it soon');
    const young = await ask((time) => (time < now - hour ? undefined : grows(time)));
    assert.deepEqual(rowsOf(young)[0]?.slice(3, 5), ['too few points', 'no steady growth that reaches it soon']);
  });
});
