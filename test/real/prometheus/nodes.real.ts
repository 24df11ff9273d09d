import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { freemem, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { EvidenceSeries } from '@hexaops/core';
import { fakeCaller, openTools } from '@hexaops/core/testing';
import prometheusPlugin from '@hexaops/worker-prometheus';
import { eventually } from '../kubernetes/eventually.ts';
import { freePorts, ServerProcess } from '../kubernetes/servers/process.ts';
import { findPrograms } from './programs.ts';
import { type PrometheusServer, startPrometheus } from './server.ts';

const programs = findPrograms();
const skip = 'missing' in programs ? programs.missing : false;

describe('questions about nodes, of a real node-exporter that a real Prometheus scrapes', { skip }, () => {
  const opened = new AsyncDisposableStack();
  let prometheus: PrometheusServer;

  before(async () => {
    if ('missing' in programs) return;
    const directory = await mkdtemp(join(tmpdir(), 'hexaops-node-exporter-'));
    opened.defer(() => rm(directory, { recursive: true }));
    const [port = 0] = await freePorts(1);
    const flags = [`--web.listen-address=127.0.0.1:${port}`, '--log.level=error'];
    const exporter = opened.use(new ServerProcess('node-exporter', programs.nodeExporter, flags, directory));
    await exporter.ready(async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).ok, 20_000);
    // The same machine twice: as a node of the own workspace, and as one of another's.
    const targets = ['own', 'other'].map((workspace) => ({
      port,
      labels: { workspace_id: workspace, node: `node-of-${workspace}` },
    }));
    prometheus = opened.use(await startPrometheus(programs, '# EOF\n', undefined, targets));
    await eventually('two scrapes', async () => (await answer('node-cpu')).length > 0 || undefined);
  });
  after(() => opened.disposeAsync());

  const answer = async (question: string): Promise<readonly EvidenceSeries[]> => {
    const config = { url: prometheus.url, scrapeSeconds: 1 };
    await using tools = await openTools({ use: prometheusPlugin, config });
    const caller = fakeCaller({ workspace: 'own' });
    const { evidence } = await tools.call('ask-metrics', { question, since: '5m' }, { caller, now: Date.now });
    return evidence.flatMap(({ content }) => (content.kind === 'series' ? content.series : []));
  };
  const lastOf = ({ points }: EvidenceSeries) => points.at(-1)?.[1] ?? Number.NaN;

  for (const question of ['node-cpu', 'node-memory', 'node-disk'] as const) {
    test(`${question}: shares of the workspace’s own node alone`, async () => {
      const series = await answer(question);
      assert.ok(series.length > 0);
      for (const each of series) {
        assert.equal(each.labels?.['node'], 'node-of-own');
        assert.ok(lastOf(each) >= -0.01 && lastOf(each) <= 1.01, `${each.name} ${lastOf(each)}`);
      }
    });
  }

  test('node-memory is what this machine says of itself', async () => {
    const [series] = await answer('node-memory');
    assert.ok(series !== undefined);
    const used = 1 - freemem() / totalmem();
    assert.ok(Math.abs(lastOf(series) - used) < 0.2, `${lastOf(series)} and ${used}`);
  });
});
