import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HexaopsError, type MetricQuestion, type MetricReader, type MetricSeries } from '@hexaops/core';
import { collectedAt, snapshotOf } from '../cluster/testing/index.ts';
import { application } from '../diagnosis/testing/scene.ts';
import { Measurements, withMeasured } from './measurements.ts';
import { diagnoseWorkspace } from './read/diagnose-workspace.ts';
import { accessTo, contextOf, read } from './testing/context.ts';
import { FakeSource } from './testing/fake-source.ts';

interface Asked {
  readonly question: MetricQuestion;
  readonly namespace: string | undefined;
  readonly from: number;
  readonly to: number;
  readonly workspace: string;
}

function readerOf(answer: (question: MetricQuestion) => readonly MetricSeries[]): MetricReader & { asked: Asked[] } {
  const asked: Asked[] = [];
  const never = () => Promise.reject(new Error('no PromQL is asked here'));
  return {
    id: 'fake',
    asked,
    instant: never,
    range: never,
    async ask(question, { namespace }, { from, to }, { caller }) {
      asked.push({ question, namespace, from, to, workspace: caller.workspace });
      return { query: `the ${question}`, series: answer(question), left: 0 };
    },
  };
}

const now = collectedAt.getTime();
const rising = (before: number, after: number) =>
  Array.from({ length: 60 }, (_, index): readonly [number, number] => [
    now - (60 - index) * 15_000,
    index < 30 ? before : after,
  ]);
const labels = { namespace: 'shop', pod: 'cart-1' };
const objects = application('cart', {
  container: { name: 'server', image: 'registry.example/cart:1', resources: { limits: { cpu: '2' } } },
});

describe('metrics for a diagnosis', () => {
  it('are asked for the caller, until the moment of the reading, of the one namespace that is looked at', async () => {
    const reader = readerOf(() => []);
    const measurements = new Measurements(reader, 30);
    await measurements.until(now, ['shop'], contextOf({ workspace: 'w-7' }));
    await measurements.until(now, ['shop', 'staging'], contextOf());
    const [first, , , , , later] = reader.asked;
    assert.deepEqual(first, {
      question: 'latency-p90',
      namespace: 'shop',
      from: now - 1_800_000,
      to: now,
      workspace: 'w-7',
    });
    assert.equal(later?.namespace, undefined);
    assert.equal(reader.asked.length, 10);
  });

  it('have the units and names that the facts know, and none of namespaces that are not looked at', async () => {
    const other = { labels: { namespace: 'other', service: 'x' }, points: rising(1, 2) };
    const reader = readerOf((question) => [{ labels: { ...labels, question }, points: [[now, 0.25]] }, other]);
    const { series, queries } = await new Measurements(reader).until(now, ['shop', 'staging'], contextOf());
    assert.deepEqual(
      series.map(({ name, values }) => [name, values[0]]),
      [
        ['latency', 250],
        ['p50latency', 250],
        ['cpu', 0.25],
        ['throttling', 0.25],
        ['retransmissions', 0.25],
      ],
    );
    assert.equal(queries.length, 5);
  });

  it('that are recorded in the source itself count before them', () => {
    const own = { name: 'cpu', labels: {}, times: Float64Array.of(1), values: Float64Array.of(1) };
    const snapshot = snapshotOf([], { supplements: { metrics: () => [own] } });
    const measured = { series: [], queries: ['q'], unavailable: [{ source: 's', reason: 'r' }] };
    assert.equal(withMeasured(snapshot, measured), snapshot);
    assert.equal(withMeasured(snapshot, undefined), snapshot);
  });

  it('show in the findings of diagnose-workspace, with the query that measured', async () => {
    const reader = readerOf((question) => (question === 'cpu' ? [{ labels, points: rising(0.1, 2) }] : []));
    const access = accessTo(new FakeSource(objects), { measurements: new Measurements(reader) });
    const { findings = [], evidence } = await read(diagnoseWorkspace(access), {});
    const found = findings.find(({ cause }) => cause === 'pod-cpu-overload');
    assert.equal(found?.object.name, 'cart', JSON.stringify(findings.map(({ cause }) => cause)));
    assert.ok(found.evidence.some((place) => evidence[Number(place)]?.query === 'the cpu'));
  });

  it('that cannot be read are named, and the diagnosis is made without them', async () => {
    const reader = readerOf(() => {
      throw new HexaopsError('source-unavailable', 'Prometheus does not answer');
    });
    const access = accessTo(new FakeSource(objects), { measurements: new Measurements(reader) });
    const { unavailable = [] } = await read(diagnoseWorkspace(access), {});
    assert.deepEqual(unavailable, [{ source: 'metrics (fake)', reason: 'Prometheus does not answer' }]);
  });

  it('do not outlive a run that is cancelled', async () => {
    const reader = readerOf(() => {
      throw new HexaopsError('cancelled', 'the run was cancelled');
    });
    const access = accessTo(new FakeSource(objects), { measurements: new Measurements(reader) });
    await assert.rejects(read(diagnoseWorkspace(access), {}), (error) => HexaopsError.is(error, 'cancelled'));
  });
});
