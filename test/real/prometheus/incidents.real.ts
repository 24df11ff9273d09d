import assert from 'node:assert/strict';
import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createEngine, type Finding, type PluginReference } from '@hexaops/core';
import { fakeCaller } from '@hexaops/core/testing';
import kubernetesPlugin from '@hexaops/worker-kubernetes';
import prometheusPlugin from '@hexaops/worker-prometheus';
import { findIncidents, type RecordedIncidents, unpackIncidents } from '../../incidents/recorded.ts';
import { labelled } from './openmetrics.ts';
import { findPrograms } from './programs.ts';
import { type PrometheusServer, startPrometheus } from './server.ts';

const programs = findPrograms();
const incidents = await findIncidents();
const skip =
  'missing' in programs
    ? programs.missing
    : incidents === undefined
      ? 'No recorded incidents beside the repository.'
      : false;

/** The recorded names of what the questions ask, in the units of the questions. */
const expressions = {
  'latency-p90': 'service_p90latency / 1000',
  'latency-median': 'service_p50latency / 1000',
  cpu: 'service_cpu',
  throttling: 'service_cpu_cfs',
  retransmissions: 'node_tcp_retans',
};

describe('recorded incidents whose metrics are in a real Prometheus, each another workspace', { skip }, () => {
  let recorded: RecordedIncidents;
  let prometheus: PrometheusServer;
  /** Those with metrics, in the order of their ids. */
  let ids: readonly string[];
  /** What is found without any metrics, by id. */
  const blind = new Map<string, Diagnosed>();

  before(async () => {
    if ('missing' in programs || incidents === undefined) return;
    recorded = await unpackIncidents(incidents);
    const all = await readdir(recorded.bundles);
    const texts = await Promise.all(all.map(async (id) => [id, await metricsOf(join(recorded.bundles, id))] as const));
    const measured = texts.flatMap(([id, text]) => (text === undefined ? [] : [[id, text] as const]));
    ids = measured.map(([id]) => id).sort();
    prometheus = await startPrometheus(programs, labelled(measured.map(([id, text]) => [text, { workspace_id: id }])));
    for (const id of ids) await withoutMetrics(join(recorded.bundles, id));
  });
  after(async () => {
    await prometheus?.[Symbol.asyncDispose]();
    await recorded?.[Symbol.asyncDispose]();
  });

  test('have the same first cause and object as by the metrics of the bundle, and the same findings', async (t) => {
    const metrics: PluginReference = { use: prometheusPlugin, config: { url: prometheus.url, expressions } };
    let right = 0;
    let changed = 0;
    for (const id of ids) {
      const bundle = join(recorded.bundles, id);
      const expected = await diagnosis(id, [kubernetes(bundle)]);
      const read = await diagnosis(id, [kubernetes(withoutMetricsOf(bundle)), metrics]);
      blind.set(id, await diagnosis(id, [kubernetes(withoutMetricsOf(bundle))]));
      assert.deepEqual(read[0], expected[0], `${id}: the first finding`);
      assert.deepEqual(read, expected, `${id}: all findings`);
      right += 1;
      if (JSON.stringify(blind.get(id)) !== JSON.stringify(expected)) changed += 1;
    }
    t.diagnostic(
      `figure: ${right} of ${ids.length} incidents diagnosed the same from Prometheus as from the bundle; ${changed} are not without either`,
    );
    assert.ok(ids.length >= 5, `${ids.length} incidents have metrics`);
    assert.ok(changed > 0, 'the metrics must matter, or this test proves nothing');
  });

  test('are not diagnosed by the metrics of another workspace', async () => {
    const metrics: PluginReference = { use: prometheusPlugin, config: { url: prometheus.url, expressions } };
    for (const id of ids.slice(0, 3)) {
      const bundle = withoutMetricsOf(join(recorded.bundles, id));
      assert.deepEqual(await diagnosis('somebody-else', [kubernetes(bundle), metrics]), blind.get(id), id);
    }
  });
});

/** Cause and object of each finding, the likeliest first. */
type Diagnosed = readonly Pick<Finding, 'cause' | 'object' | 'confidence'>[];

async function diagnosis(workspace: string, plugins: readonly PluginReference[]): Promise<Diagnosed> {
  await using engine = await createEngine({ plugins });
  const events = await Array.fromAsync(engine.ask(fakeCaller({ workspace }), { message: 'what is wrong?' }));
  assert.ok(events.some((event) => event.type === 'run-finished' && event.status === 'completed'));
  return events.flatMap((event) =>
    event.type === 'finding'
      ? [{ cause: event.finding.cause, object: event.finding.object, confidence: event.finding.confidence }]
      : [],
  );
}

function kubernetes(bundle: string): PluginReference {
  return { use: kubernetesPlugin, config: { source: 'bundle', bundle } };
}

async function metricsOf(bundle: string): Promise<string | undefined> {
  try {
    return await readFile(join(bundle, 'evidence', 'metrics.om'), 'utf8');
  } catch {
    return undefined;
  }
}

function withoutMetricsOf(bundle: string): string {
  return `${bundle}.without-metrics`;
}

/** Alerts go too: they tell in words what the metrics told. */
async function withoutMetrics(bundle: string): Promise<void> {
  await cp(bundle, withoutMetricsOf(bundle), {
    recursive: true,
    filter: (path) => !/\/evidence\/(?:metrics\.(?:om|csv)|alerts\.json)$/.test(path),
  });
}
