import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import { createEngine, type Engine, type Moment } from '@hexaops/core';
import { collect, eventsOf, fakeCaller, lastOf } from '@hexaops/core/testing';
import playbooks from '@hexaops/playbooks';
import workerClickhouse from '@hexaops/worker-clickhouse';
import workerHelm from '@hexaops/worker-helm';
import workerKubernetes from '@hexaops/worker-kubernetes';
import workerPrometheus from '@hexaops/worker-prometheus';
import { startChdbServer } from '../clickhouse/chdb-server.ts';
import { findPrograms as findClickHouse } from '../clickhouse/programs.ts';
import type { KubernetesObject } from '../kubernetes/api.ts';
import { type RealCluster, startCluster } from '../kubernetes/cluster.ts';
import { eventually } from '../kubernetes/eventually.ts';
import { deployment } from '../kubernetes/scenes/objects.ts';
import { findBinaries } from '../kubernetes/servers/binaries.ts';
import { createTables } from '../logs/tables.ts';
import { findPrograms as findPrometheus } from '../prometheus/programs.ts';
import { type PrometheusServer, startPrometheus } from '../prometheus/server.ts';
import { errorsAfter, fillLogs, requestMetrics, workspace } from './shop.ts';

const binaries = findBinaries();
const prometheusPrograms = findPrometheus();
const clickHouse = findClickHouse();
const skip = [binaries, prometheusPrograms, clickHouse].find((found) => 'missing' in found)?.missing ?? false;

const minute = 60_000;
/** After the rollout: errors have been written and requests have failed for a while. */
const laterBy = 20 * minute;

describe('A rollout in a real cluster, errors in a real log store and failures in a real Prometheus', { skip }, () => {
  const started = new AsyncDisposableStack();
  let cluster: RealCluster;
  let prometheus: PrometheusServer;
  let engine: Engine;
  /** Milliseconds since the epoch, by the clock of the API server. */
  let rolledOutAt: number;

  before(async () => {
    assert.ok(!('missing' in binaries) && !('missing' in prometheusPrograms));
    cluster = started.use(await startCluster(binaries));
    await cluster.createNamespace('shop');
    await rollOut('1');
    await sleep(2_000);
    await rollOut('2');
    rolledOutAt = Date.parse(await madeAt('2'));
    const now = () => rolledOutAt + laterBy;
    prometheus = await startPrometheus(prometheusPrograms, requestMetrics(rolledOutAt, now()));
    started.defer(stopPrometheus);
    const directory = await mkdtemp(join(tmpdir(), 'hexaops-playbooks-'));
    started.defer(() => rm(directory, { recursive: true }));
    const logs = started.use(await startChdbServer({ path: join(directory, 'data') }));
    await createTables(logs.url);
    await fillLogs(logs.url, rolledOutAt, now());
    const kubernetes = {
      source: 'kubeconfig',
      kubeconfig: { path: cluster.kubeconfigs.readOnly },
      namespaces: { [workspace]: ['shop'] },
    };
    engine = started.use(
      await createEngine({
        plugins: [
          { use: workerKubernetes, config: kubernetes },
          { use: workerPrometheus, config: { url: prometheus.url, timeoutMilliseconds: 5000 } },
          { use: workerClickhouse, config: { url: logs.url } },
          workerHelm,
          playbooks,
        ],
        now,
      }),
    );
  });
  after(() => started.disposeAsync());

  it('is named as what came first, before the errors of both, and says which line is new', async () => {
    const events = await ask('which errors are there since the last rollout of checkout?');
    const failed = eventsOf(events, 'step-finished').filter(({ status }) => status === 'failed' || status === 'denied');
    assert.deepEqual(failed, []);
    const { text, citations } = lastOf(events, 'answer');
    assert.match(
      text,
      /^\*\*The change that came first: Deployment shop\/checkout: revision 2: rolled out registry\.example\/checkout:2 in the place of registry\.example\/checkout:1/,
    );
    assert.match(text, /connection to payments refused/);
    assert.doesNotMatch(text, /FOREIGN/);
    assert.ok(citations.length >= 2);
    const moments = eventsOf(events, 'step-finished').flatMap((event) => event.moments ?? []);
    const first = (kind: Moment['kind'], words: RegExp) =>
      moments.find((moment) => moment.kind === kind && words.test(moment.what))?.at ?? Number.NaN;
    assert.equal(first('change', /^revision 2/), rolledOutAt);
    assert.equal(first('symptom', /connection to payments refused/), rolledOutAt + errorsAfter);
    const metric = moments.find(
      ({ kind, object }) => kind === 'symptom' && object?.kind !== 'Pod' && object?.namespace === 'shop',
    );
    assert.ok(metric !== undefined && metric.at > rolledOutAt - 3 * minute, JSON.stringify(moments));
    const { finding } = lastOf(events, 'finding');
    assert.equal(finding.cause, 'change-before-symptoms');
    assert.deepEqual(finding.object, { kind: 'Deployment', namespace: 'shop', name: 'checkout' });
  });

  it('is told of a rollback by the time at which the cluster made it, not by that of the old replica set', async () => {
    const before = Date.now();
    await rollOut('1');
    const events = await ask('did the rollback of checkout help?');
    const step = eventsOf(events, 'step-finished').find((event) => event.step === 'rollouts');
    assert.ok(step !== undefined);
    const { lastRollback } = step.value as {
      readonly lastRollback: { readonly at: string; readonly revision: number };
    };
    assert.equal(lastRollback.revision, 3);
    const at = Date.parse(lastRollback.at);
    assert.ok(at >= before - 2_000 && at <= Date.now() + 2_000, lastRollback.at);
    const lines = eventsOf(events, 'step-started').find((event) => event.step === 'lines');
    assert.equal(lines?.arguments['since'], `${Math.ceil((rolledOutAt + laterBy - at) / minute)}m`);
  });

  it('is told of by the other sources where one is dead, which is named', async () => {
    await stopPrometheus();
    const events = await ask('what changed before checkout broke?');
    const { text } = lastOf(events, 'answer');
    assert.match(text, /The change that came first: Deployment shop\/checkout: revision/);
    assert.match(text, /without what find-metric-changes would tell/);
    assert.match(text, /"find-metric-changes" failed: /);
    assert.match(text, /connection to payments refused/);
  });

  function ask(message: string) {
    return collect(engine.ask(fakeCaller({ workspace }), { message }));
  }

  let stopped: PromiseLike<void> | undefined;
  async function stopPrometheus(): Promise<void> {
    await (stopped ??= prometheus[Symbol.asyncDispose]());
  }

  async function rollOut(version: string): Promise<void> {
    const image = `registry.example/checkout:${version}`;
    await cluster.api.apply([deployment('shop', 'checkout', { container: { image } })]);
    await eventually(`version ${version} of checkout`, async () => {
      const { metadata, status } = await cluster.api.call('GET', '/apis/apps/v1/namespaces/shop/deployments/checkout');
      const { observedGeneration, updatedReplicas, availableReplicas, replicas } = (status ?? {}) as Readonly<
        Record<string, number>
      >;
      const isDone = updatedReplicas === 1 && availableReplicas === 1 && replicas === 1;
      return (isDone && observedGeneration === metadata.generation) || undefined;
    });
  }

  async function madeAt(version: string): Promise<string> {
    const sets = await cluster.api.list('/apis/apps/v1/namespaces/shop/replicasets');
    const made = sets.find((set: KubernetesObject) => JSON.stringify(set['spec']).includes(`checkout:${version}"`));
    return String(Reflect.get(made?.metadata ?? {}, 'creationTimestamp'));
  }
});
