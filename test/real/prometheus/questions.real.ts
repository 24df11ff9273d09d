import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createEngine, type EvidenceSeries, type RunEvent, storedEvents, type ToolResult } from '@hexaops/core';
import { fakeCaller, openTools } from '@hexaops/core/testing';
import prometheusPlugin from '@hexaops/worker-prometheus';
import { openMetrics } from './openmetrics.ts';
import { findPrograms } from './programs.ts';
import { type PrometheusServer, startPrometheus } from './server.ts';
import { deployedAt, shopNow, shopSeries, slowSince } from './shop.ts';

const programs = findPrograms();
const skip = 'missing' in programs ? programs.missing : false;

describe('questions without PromQL, about a shop that is slow and leaks, in a real Prometheus', { skip }, () => {
  let prometheus: PrometheusServer;

  before(async () => {
    if ('missing' in programs) return;
    prometheus = await startPrometheus(programs, openMetrics([...shopSeries('own', 1), ...shopSeries('other', 100)]));
  });
  after(() => prometheus?.[Symbol.asyncDispose]());

  const config = () => ({ url: prometheus.url, scrapeSeconds: 60 });
  const call = async (tool: string, input: object): Promise<ToolResult> => {
    await using tools = await openTools({ use: prometheusPlugin, config: config() });
    return tools.call(tool, input, { caller: fakeCaller({ workspace: 'own' }), now: () => shopNow });
  };
  const checkout = { namespace: 'shop', workload: 'checkout' };

  for (const [question, count, now, within] of [
    ['cpu', 2, 0.4, 0.02],
    ['cpu-of-limit', 2, 0.8, 0.02],
    ['throttling', 2, 0.6, 0.02],
    ['memory', 2, 0.64 * 1024 ** 3, 0.02 * 1024 ** 3],
    ['memory-of-limit', 2, 0.64, 0.02],
    ['restarts', 2, 0, 0],
    ['requests', 1, 20, 0.5],
    ['errors', 1, 0.25, 0.01],
    ['latency', 1, 1.98, 0.05],
    ['latency-p90', 1, 1.8, 0.05],
    ['latency-median', 1, 1, 0.1],
    ['unready', 1, 0, 0],
    ['volumes', 1, 0.8, 0.01],
    ['saturation', 7, 0.8, 0.02],
  ] as const) {
    test(`${question}: ${count} series of its own, ${now} now`, async () => {
      const { evidence } = await call('ask-metrics', { question, ...checkout, since: '6h' });
      const series = seriesOf(evidence[0]);
      assert.equal(series.length, count, JSON.stringify(series.map(({ name }) => name)));
      const most = Math.max(...series.map(({ points }) => points.at(-1)?.[1] ?? Number.NaN));
      assert.ok(Math.abs(most - now) <= within, `${most}`);
      assert.doesNotMatch(JSON.stringify(series), /other/);
    });
  }

  test('a change of level is told with its time, and is a moment of the time line', async () => {
    const { moments = [], value } = await call('ask-metrics', { question: 'latency', ...checkout, since: '6h' });
    const [moment, ...others] = moments;
    assert.deepEqual(others, []);
    assert.ok(moment !== undefined && Math.abs(moment.at - slowSince) <= 10 * 60_000, JSON.stringify(moments));
    assert.deepEqual(moment.object, { kind: 'Service', namespace: 'shop', name: 'checkout' });
    assert.match(JSON.stringify(value), /"usual":false/);
  });

  test('all that changed is found at once', async () => {
    const { evidence, moments = [] } = await call('find-metric-changes', { ...checkout, since: '6h' });
    const content = evidence[0]?.content;
    assert.ok(content?.kind === 'table');
    assert.deepEqual([...new Set(content.rows.map(([, metric]) => String(metric)))].sort(), [
      'cpu',
      'errors',
      'latency',
      'throttling',
    ]);
    for (const { at } of moments) assert.ok(Math.abs(at - slowSince) <= 10 * 60_000);
  });

  test('a comparison with the day before, and with the time before the last deployment', async () => {
    const yesterday = await call('compare-metrics', { question: 'cpu', with: 'yesterday', ...checkout });
    assert.deepEqual(rowsOf(yesterday), [['Deployment shop/checkout', '0.1 cores', '0.4 cores', '4.0 times as much']]);
    const deployed = await call('compare-metrics', {
      question: 'requests',
      with: 'last-deployment',
      ...checkout,
      since: '2h',
    });
    assert.deepEqual(rowsOf(deployed)[0]?.at(-1), 'as before, within its noise');
    assert.match(deployed.evidence[0]?.title ?? '', new RegExp(new Date(deployedAt).toISOString()));
  });

  test('a forecast tells when memory is used up, and that nobody can tell of CPU', async () => {
    const { evidence } = await call('forecast-capacity', { namespace: 'shop', since: '1d' });
    const content = evidence[0]?.content;
    assert.ok(content?.kind === 'table');
    const when = new Map(
      content.rows.map(([object, resource, , , reaches]) => [`${object} ${resource}`, String(reaches)]),
    );
    assert.match(when.get('Deployment shop/checkout memory') ?? '', /^in about (5\.\d+|6|6\.\d+) h/);
    assert.match(when.get('PersistentVolumeClaim shop/data-checkout-0 disk') ?? '', /^in about (19|20|21)(\.\d+)? h/);
    assert.match(when.get('Deployment shop/checkout cpu') ?? '', /no steady growth/);
  });

  test('questions in plain English find their tools, and their answers show the course and the causes', async () => {
    await using engine = await createEngine({
      plugins: [{ use: prometheusPlugin, config: config() }],
      now: () => shopNow,
    });
    const ask = async (message: string) => {
      const events = await Array.fromAsync(storedEvents(engine.ask(fakeCaller({ workspace: 'own' }), { message })));
      return { causes: causesOf(events), answer: events.find((event) => event.type === 'answer')?.text ?? '' };
    };
    const memory = await ask('will we run out of memory?');
    assert.ok(memory.causes.includes('capacity-exhausted-soon'), memory.answer);
    assert.match(memory.answer, /used up in about/);
    const anything = await ask('is anything unusual in the metrics?');
    for (const cause of ['latency-increased', 'error-rate-increased', 'cpu-throttled'])
      assert.ok(anything.causes.includes(cause), `${cause}: ${anything.causes.join(', ')}`);
    assert.match(anything.answer, /[▁▂▃▄▅▆▇█]{8}/);
    const near = await ask('which pods are near their limits?');
    assert.match(near.answer, /throttl/);
  });
});

function causesOf(events: readonly RunEvent[]): readonly string[] {
  return events.flatMap((event) => (event.type === 'finding' ? [event.finding.cause] : []));
}

function seriesOf(evidence: ToolResult['evidence'][number] | undefined): readonly EvidenceSeries[] {
  assert.ok(evidence?.content.kind === 'series', evidence?.title);
  return evidence.content.series;
}

function rowsOf({ evidence }: ToolResult): readonly (readonly unknown[])[] {
  const content = evidence[0]?.content;
  assert.ok(content?.kind === 'table');
  return content.rows;
}
