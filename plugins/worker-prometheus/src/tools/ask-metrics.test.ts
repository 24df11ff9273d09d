import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HexaopsError } from '@hexaops/core';
import fc from 'fast-check';
import { call, fakePrometheus, type FakeSeries, now } from '../testing/fake-prometheus.ts';
import { askMetrics } from './ask-metrics.ts';
import { findMetricChanges } from './find-metric-changes.ts';

const hour = 3_600_000;
const labels = { namespace: 'shop', pod: 'cart-7d9f8b6c5-x2x4z' };
const step =
  (before: number, after: number, at: number): FakeSeries['at'] =>
  (time) =>
    time < at ? before : after;
const of = (at: FakeSeries['at'], more: Readonly<Record<string, string>> = labels): FakeSeries => ({
  labels: more,
  at,
});

describe('ask-metrics', () => {
  test('gives series that a chart can draw, with their unit, the exact query and the time', async () => {
    const { prometheus } = fakePrometheus(() => [of(() => 0.25)]);
    const { evidence, value, findings } = await call(askMetrics(prometheus), { question: 'cpu', namespace: 'shop' });
    const [one] = evidence;
    assert.ok(one?.content.kind === 'series');
    assert.equal(one.content.unit, 'cores');
    assert.equal(one.content.series[0]?.name, 'shop/cart-7d9f8b6c5-x2x4z');
    assert.deepEqual(one.content.series[0].points.at(-1), [now, 0.25]);
    assert.match(one.query, /workspace_id="w-1",container!=""/);
    assert.deepEqual(one.timeRange, { from: '2024-01-01T23:00:00.000Z', to: '2024-01-02T00:00:00.000Z' });
    assert.equal(findings, undefined);
    assert.match(JSON.stringify(value), /"last":0.25/);
  });

  test('tells a change of level as a finding and as a moment, both citing the chart', async () => {
    const { prometheus } = fakePrometheus(() => [
      of(step(0.2, 2, now - hour / 2), { namespace: 'shop', service: 'cart' }),
    ]);
    const { findings = [], moments = [] } = await call(askMetrics(prometheus), { question: 'latency' });
    assert.deepEqual(
      findings.map(({ cause, object, evidence }) => ({ cause, object, evidence })),
      [{ cause: 'latency-increased', object: { kind: 'Service', namespace: 'shop', name: 'cart' }, evidence: [0] }],
    );
    assert.match(findings[0]?.summary ?? '', /from 200 ms to 2 s at 2024-01-01T23:3/);
    assert.deepEqual(
      moments.map(({ kind, what, evidence }) => ({ kind, what, evidence })),
      [
        {
          kind: 'symptom',
          what: 'latency, 99th percentile of Service shop/cart went from 200 ms to 2 s',
          evidence: [0],
        },
      ],
    );
  });

  test('what happened the day before at that hour is usual, and neither a finding nor a moment', async () => {
    const daily: FakeSeries['at'] = (time) => ((time + 24 * hour) % (24 * hour) < hour * 23.5 ? 0.2 : 2);
    const { prometheus, asked } = fakePrometheus(() => [of(daily, { namespace: 'shop', service: 'cart' })]);
    const { findings, moments, value } = await call(askMetrics(prometheus), { question: 'latency' });
    assert.deepEqual([findings, moments], [undefined, []]);
    assert.match(JSON.stringify(value), /"usual":true/);
    assert.ok(asked.some(({ to }) => to === now - 24 * hour));
  });

  test('a pod that takes the place of another is no change of the workload', async () => {
    const swap = now - hour / 2;
    const { prometheus } = fakePrometheus(() => [
      of((time) => (time < swap ? 5 : undefined)),
      of((time) => (time >= swap ? 5 : undefined), { namespace: 'shop', pod: 'cart-5c6d7f8b9-b7k9m' }),
    ]);
    assert.deepEqual((await call(askMetrics(prometheus), { question: 'cpu' })).moments, []);
  });

  test('what is near its limit is a finding without any change', async () => {
    const { prometheus } = fakePrometheus(() => [of(() => 0.95)]);
    const { findings = [] } = await call(askMetrics(prometheus), { question: 'memory-of-limit' });
    assert.deepEqual(
      findings.map(({ cause, object }) => [cause, object.name]),
      [['memory-near-limit', 'cart']],
    );
  });

  test('an expression of the operator takes the place of the question, and the subject is picked out of it', async () => {
    const { prometheus, asked } = fakePrometheus(
      () => [
        of(() => 1),
        of(() => 2, { namespace: 'other', pod: 'cart-0' }),
        of(() => 3, { namespace: 'shop', pod: 'web-0' }),
      ],
      {},
      { expressions: { cpu: 'my_cpu' } },
    );
    const { evidence } = await call(askMetrics(prometheus), { question: 'cpu', namespace: 'shop', workload: 'cart' });
    assert.deepEqual(
      asked.map(({ query }) => query),
      ['my_cpu{workspace_id="w-1"}'],
    );
    assert.ok(evidence[0]?.content.kind === 'series');
    assert.deepEqual(
      evidence[0].content.series.map(({ name }) => name),
      ['shop/cart-7d9f8b6c5-x2x4z'],
    );
  });

  test('one way of measuring that cannot be read does not take the others away, and is named', async () => {
    const { prometheus } = fakePrometheus((query) => {
      if (query.includes('istio')) throw new HexaopsError('source-unavailable', 'too busy');
      return query.includes('http_requests_total') ? [of(() => 7, { namespace: 'shop', service: 'cart' })] : [];
    });
    const { evidence } = await call(askMetrics(prometheus), { question: 'requests' });
    assert.ok(evidence[0]?.content.kind === 'series' && evidence[0].content.series.length === 1);
    assert.match(evidence[0].omitted ?? '', /too busy/);
  });

  test('no labels make it fail, say more than a series, or give more than the cap', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('](http://x)', '<img src=x>', '\u202e', '__proto__'),
    );
    const hostile = fc.dictionary(
      fc.oneof(fc.constantFrom('pod', 'namespace', 'service', 'resource', 'node'), text),
      text,
    );
    await fc.assert(
      fc.asyncProperty(fc.array(hostile, { maxLength: 40 }), async (all) => {
        const { prometheus } = fakePrometheus(() => all.map((each) => of(step(1, 9, now - hour / 2), each)));
        for (const tool of [askMetrics(prometheus), findMetricChanges(prometheus)]) {
          const { evidence } = await call(tool, { question: 'saturation' }, { byteCap: 8192 });
          for (const { content } of evidence) assert.ok(Buffer.byteLength(JSON.stringify(content)) <= 8192);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('find-metric-changes', () => {
  test('looks at everything at once, and puts the changes into one order of time', async () => {
    const service = { namespace: 'shop', service: 'cart' };
    const { prometheus } = fakePrometheus((query) => {
      if (query.includes('histogram_quantile') && query.includes('http_request_duration'))
        return [of(step(0.1, 2, now - hour), service)];
      return query.includes('container_cpu_usage') ? [of(step(0.1, 1, now - 2 * hour))] : [];
    });
    const { evidence, findings = [], moments = [] } = await call(findMetricChanges(prometheus), { workload: 'cart' });
    const [table] = evidence;
    assert.ok(table?.content.kind === 'table');
    assert.deepEqual(
      table.content.rows.map(([, metric, object]) => [metric, object]),
      [
        ['cpu', 'Deployment shop/cart'],
        ['latency', 'Service shop/cart'],
      ],
    );
    assert.deepEqual(
      findings.map(({ cause }) => cause),
      ['latency-increased', 'cpu-use-increased'],
    );
    for (const { evidence: cited } of [...findings, ...moments]) {
      const [place] = cited;
      assert.equal(evidence[Number(place)]?.content.kind, 'series');
    }
  });

  test('names what it could not look at, and fails where it could look at nothing', async () => {
    const { prometheus } = fakePrometheus((query) => {
      if (query.includes('kube_')) throw new HexaopsError('source-unavailable', 'gone');
      return [];
    });
    const { unavailable = [] } = await call(findMetricChanges(prometheus), {});
    assert.deepEqual(
      unavailable.map(({ source }) => source),
      ['prometheus: memory-of-limit', 'prometheus: restarts', 'prometheus: unready'],
    );
    const dead = fakePrometheus(() => {
      throw new HexaopsError('source-unavailable', 'gone');
    });
    await assert.rejects(call(findMetricChanges(dead.prometheus), {}), (error) =>
      HexaopsError.is(error, 'source-unavailable'),
    );
  });
});
