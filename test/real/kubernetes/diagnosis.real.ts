import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Diagnosis, diagnose, loadDiagnoseRules } from '@hexaops/worker-kubernetes/diagnosis';
import { type ClusterSource, kubeconfigSource } from '@hexaops/worker-kubernetes/source';
import { type RealCluster, startCluster } from './cluster.ts';
import { deployment, service } from './scenes/objects.ts';
import { isAvailable } from './scenes/scenario.ts';
import { scenarios } from './scenes/scenarios.ts';
import { stage } from './scenes/stage.ts';
import { findBinaries } from './servers/binaries.ts';

const binaries = findBinaries();
const skip = 'missing' in binaries && binaries.missing;
const { signal } = new AbortController();
const byteCap = 64 * 1024 * 1024;

describe('The diagnosis of a real cluster, as a user who may only read', { skip }, () => {
  let cluster: RealCluster;
  let source: ClusterSource;

  before(async () => {
    assert.ok(!('missing' in binaries));
    cluster = await startCluster(binaries);
    source = await kubeconfigSource({ path: cluster.kubeconfigs.readOnly });
  });
  after(() => cluster[Symbol.asyncDispose]());

  async function diagnosisOf(namespace: string): Promise<Diagnosis> {
    const snapshot = await source.snapshot({ namespaces: [namespace] }, { signal, byteCap });
    return diagnose(snapshot, await loadDiagnoseRules(signal), { namespace });
  }

  it('finds nothing wrong where nothing is', async () => {
    await using _ = await stage(cluster, {
      name: 'a healthy deployment',
      namespace: 'healthy',
      objects: [deployment('healthy', 'catalogue', { replicas: 2 }), service('healthy', 'catalogue')],
      shows: isAvailable('healthy', 'catalogue'),
    });
    assert.deepEqual((await diagnosisOf('healthy')).findings, []);
  });

  for (const scenario of scenarios) {
    it(`names ${scenario.name}: ${scenario.cause}`, async () => {
      await using _ = await stage(cluster, scenario);
      const { findings } = await diagnosisOf(scenario.namespace);
      const [first] = findings;
      assert.deepEqual(
        { cause: first?.cause, object: first?.object },
        { cause: scenario.cause, object: scenario.object },
        `found: ${JSON.stringify(findings, undefined, 2)}`,
      );
      assert.ok((first?.evidence.length ?? 0) > 0, 'a finding shows what it rests on');
    });
  }
});
