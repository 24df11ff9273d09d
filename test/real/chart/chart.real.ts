import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { findHelm, runHelm } from '../helm/programs.ts';
import { type RealCluster, startCluster } from '../kubernetes/cluster.ts';
import { KubernetesApi } from '../kubernetes/api.ts';
import { findBinaries } from '../kubernetes/servers/binaries.ts';
import { monitoringDefinitions } from './monitoring-definitions.ts';
import { chart, podsOf, Renderer } from './renderer.ts';
import { variants } from './values.ts';

const binaries = findBinaries();
const helm = findHelm();
const missing = [binaries, helm].flatMap((found) => ('missing' in found ? [found.missing] : []));
const skip = missing.length > 0 && missing.join(' ');

describe('The objects of the chart', { skip }, () => {
  let cluster: RealCluster;
  let directory: string;
  const run = (...rest: readonly string[]) => {
    assert.ok(!('missing' in helm));
    return runHelm(helm.helm, rest, { kubeconfig: cluster.kubeconfigs.admin, home: directory });
  };
  let renderer: Renderer;

  /** What a token of the ServiceAccount could do, beyond what every ServiceAccount may: to ask what it may, to read public certificates. */
  const rightsOf = async (account: string): Promise<readonly object[]> => {
    const issued = await cluster.api.call<{ readonly status: { readonly token: string } }>(
      'POST',
      `/api/v1/namespaces/ai-ops/serviceaccounts/${account}/token`,
      { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
    );
    using api = new KubernetesApi(cluster.server, cluster.certificate, issued.status.token);
    const review = await api.call<RulesReview>('POST', '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectRulesReview',
      spec: { namespace: 'ai-ops' },
    });
    const everybodys = /^(?:authentication|authorization|certificates)\.k8s\.io$/;
    return review.status.resourceRules.filter(({ apiGroups }) => !everybodys.test(apiGroups.join()));
  };

  before(async () => {
    assert.ok(!('missing' in binaries));
    directory = await mkdtemp(join(tmpdir(), 'hexaops-chart-'));
    assert.ok(!('missing' in helm));
    renderer = new Renderer(helm.helm, directory);
    cluster = await startCluster(binaries);
    await cluster.createNamespace('ai-ops');
    await cluster.api.apply(monitoringDefinitions);
  });

  after(async () => {
    await cluster?.[Symbol.asyncDispose]();
    await rm(directory, { recursive: true, force: true });
  });

  test('has nothing that helm lint finds fault with', async () => {
    for (const values of Object.values(variants)) {
      await run('lint', '--strict', chart, '--values', await renderer.valuesFile(values));
    }
  });

  for (const [name, values] of Object.entries(variants)) {
    test(`${name}: every object is one that the API server takes, without an unknown field`, async (context) => {
      const objects = await renderer.objects(values);
      for (const object of objects.filter(({ kind }) => kind === 'Namespace')) await cluster.api.apply([object]);
      for (const object of objects) await cluster.api.dryRun(object);
      context.diagnostic(`figure: ${objects.length} objects`);
      assert.ok(objects.length > 4);
    });

    test(`${name}: gives nobody a right in the cluster, and holds no secret`, async () => {
      const objects = await renderer.objects(values);
      const kinds = new Set(objects.map(({ kind }) => kind));
      for (const kind of ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding', 'Secret']) {
        assert.ok(!kinds.has(kind), kind);
      }
      for (const pod of objects.flatMap(podsOf)) {
        assert.equal(pod.automountServiceAccountToken, false);
        for (const container of [...pod.containers, ...(pod.initContainers ?? [])]) {
          const { allowPrivilegeEscalation, readOnlyRootFilesystem, capabilities } = container.securityContext;
          assert.deepEqual(
            { allowPrivilegeEscalation, readOnlyRootFilesystem, capabilities },
            { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
          );
        }
      }
    });
  }

  test('installed, upgraded, rolled back', async () => {
    const release = (...rest: readonly string[]) => run(...rest, '--namespace', 'ai-ops');
    const replicas = async () => {
      const { spec } = await cluster.api.call('GET', '/apis/apps/v1/namespaces/ai-ops/deployments/hexaops');
      return (spec as { readonly replicas: number }).replicas;
    };
    await release('install', 'hexaops', chart);
    assert.equal(await replicas(), 1);
    const ollama = { ...variants['private models on GPUs'].ollama, namespace: 'ai-ops-nodes' };
    const shared = { ...variants['several replicas on one Postgres'], autoscaling: { enabled: false }, ollama };
    await release('upgrade', 'hexaops', chart, '--values', await renderer.valuesFile(shared));
    assert.equal(await replicas(), 3);
    assert.deepEqual(await rightsOf('hexaops'), []);
    const onNodes = async () => {
      const { spec } = await cluster.api.call('GET', '/apis/apps/v1/namespaces/ai-ops-nodes/daemonsets/ollama');
      return (spec as { readonly template: object }).template;
    };
    const before = await onNodes();
    // Nothing runs in this cluster: Helm would wait here for whatever it waits for.
    const more = { ...shared, ollama: { ...ollama, models: [...ollama.models, 'qwen3:8b'] } };
    await release('upgrade', 'hexaops', chart, '--values', await renderer.valuesFile(more));
    assert.deepEqual(await onNodes(), before, 'a node that serves is not restarted for another model');
    await release('rollback', 'hexaops', '1');
    assert.equal(await replicas(), 1);
    await release('uninstall', 'hexaops');
  });
});

interface RulesReview {
  readonly status: { readonly resourceRules: readonly { readonly apiGroups: readonly string[] }[] };
}
