import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse, parseAllDocuments } from 'yaml';
import { findHelm, runHelm } from '../helm/programs.ts';
import { type RealCluster, startCluster } from '../kubernetes/cluster.ts';
import { KubernetesApi, type KubernetesObject } from '../kubernetes/api.ts';
import { findBinaries } from '../kubernetes/servers/binaries.ts';
import { monitoringDefinitions } from './monitoring-definitions.ts';
import { variants } from './values.ts';

const chart = fileURLToPath(new URL('../../../deploy/helm/hexaops', import.meta.url));
const observability = new URL('../../../deploy/observability/', import.meta.url);
const binaries = findBinaries();
const helm = findHelm();
const missing = [binaries, helm].flatMap((found) => ('missing' in found ? [found.missing] : []));
const skip = missing.length > 0 && missing.join(' ');

describe('The chart', { skip }, () => {
  let cluster: RealCluster;
  let directory: string;
  const run = (...rest: readonly string[]) => {
    assert.ok(!('missing' in helm));
    return runHelm(helm.helm, rest, { kubeconfig: cluster.kubeconfigs.admin, home: directory });
  };
  const valuesFile = async (values: object): Promise<string> => {
    const file = join(directory, `values-${Math.random()}.json`);
    await writeFile(file, JSON.stringify(values));
    return file;
  };
  const rendered = async (values: object): Promise<readonly KubernetesObject[]> => {
    const flags = [
      '--namespace',
      'ai-ops',
      '--api-versions',
      'monitoring.coreos.com/v1',
      '--values',
      await valuesFile(values),
    ];
    const stdout = await run('template', 'hexaops', chart, ...flags);
    return parseAllDocuments(stdout)
      .map((document) => document.toJS() as KubernetesObject | null)
      .filter((object) => object !== null);
  };

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
      await run('lint', '--strict', chart, '--values', await valuesFile(values));
    }
  });

  for (const [name, values] of Object.entries(variants)) {
    test(`${name}: every object is one that the API server takes, without an unknown field`, async (context) => {
      const objects = await rendered(values);
      for (const object of objects.filter(({ kind }) => kind === 'Namespace')) await cluster.api.apply([object]);
      for (const object of objects) await cluster.api.dryRun(object);
      context.diagnostic(`figure: ${objects.length} objects`);
      assert.ok(objects.length > 4);
    });

    test(`${name}: gives nobody a right in the cluster, and holds no secret`, async () => {
      const objects = await rendered(values);
      const kinds = new Set(objects.map(({ kind }) => kind));
      for (const kind of ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding', 'Secret']) {
        assert.ok(!kinds.has(kind), kind);
      }
      for (const pod of objects.flatMap(podOf)) {
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
    const shared = { ...variants['several replicas on one Postgres'], autoscaling: { enabled: false } };
    await release('upgrade', 'hexaops', chart, '--values', await valuesFile(shared));
    assert.equal(await replicas(), 3);
    assert.deepEqual(await rightsOf('hexaops'), []);
    await release('rollback', 'hexaops', '1');
    assert.equal(await replicas(), 1);
    await release('uninstall', 'hexaops');
  });

  test('is scraped, shown and alerted on by the name that the dashboard and the rules know', async () => {
    const objects = await rendered(variants['watched, with the console']);
    const of = (kind: string, name: string) => {
      const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
      assert.ok(found, `${kind} ${name}`);
      return found;
    };
    const { endpoints } = of('ServiceMonitor', 'hexaops').spec as {
      readonly endpoints: readonly { readonly relabelings: readonly object[] }[];
    };
    assert.deepEqual(endpoints[0]?.relabelings, [{ targetLabel: 'job', replacement: 'hexaops' }]);
    const alerts = parse(await readFile(new URL('alerts.yaml', observability), 'utf8')) as object;
    assert.deepEqual(of('PrometheusRule', 'hexaops').spec, alerts);
    const dashboard = of('ConfigMap', 'hexaops-dashboard');
    assert.equal(dashboard.metadata.labels?.['grafana_dashboard'], '1');
    assert.deepEqual(
      JSON.parse((dashboard['data'] as { readonly 'hexaops.json': string })['hexaops.json']),
      JSON.parse(await readFile(new URL('dashboard.json', observability), 'utf8')),
    );
    const { rules } = of('Ingress', 'hexaops-console').spec as {
      readonly rules: readonly { readonly http: { readonly paths: readonly { readonly path: string }[] } }[];
    };
    assert.deepEqual(
      rules.flatMap(({ http }) => http.paths.map(({ path }) => path)),
      ['/console/'],
    );
  });

  test('the configuration that it writes is the one that was meant', async () => {
    const objects = await rendered(variants['several replicas on one Postgres']);
    const map = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'hexaops');
    assert.ok(map);
    const config = parse((map['data'] as { readonly 'hexaops.yaml': string })['hexaops.yaml']) as {
      readonly mode: string;
      readonly server: { readonly port: number };
      readonly plugins: readonly { readonly use: string; readonly config: { readonly url?: string } }[];
      readonly rules: readonly string[];
    };
    assert.deepEqual([config.mode, config.server.port, config.rules], ['readOnly', 8080, ['/etc/hexaops/rules']]);
    assert.deepEqual(
      config.plugins.map(({ use }) => use.replace('@hexaops/', '')),
      ['auth-jwt', 'control-plane', 'store-sql', 'jobs-postgres', 'worker-kubernetes', 'metrics'],
    );
    assert.equal(config.plugins[2]?.config.url, '${env:DATABASE_URL}');
  });

  for (const [what, values, said] of [
    ['a key that there is not', { image: { repositori: 'x' } }, /image/],
    ['a port that is none', { service: { port: 'http' } }, /service\/port|service\.port/],
    [
      'a password',
      { plugins: { 'store-sql': { enabled: true, config: { url: 'postgres://u:hunter2@db/x' } } } },
      /store-sql\W+config\W+url/,
    ],
    ['a plugin that there is not', { plugins: { 'worker-telnet': { enabled: true } } }, /worker-telnet/],
    ['a page that nobody gives out', { ingress: { enabled: true, host: 'hks.example' } }, /plugins\.console/],
    [
      'to scrape what is not there',
      { serviceMonitor: { enabled: true }, plugins: { metrics: { enabled: false } } },
      /plugins\.metrics/,
    ],
    ['replicas without a store that they share', { replicas: 2 }, /several replicas need a store that they share/],
  ] as const) {
    test(`refuses ${what}, and says where`, async () => {
      await assert.rejects(rendered(values), (error: Error & { readonly stderr?: string }) => {
        assert.match(error.stderr ?? '', said);
        assert.doesNotMatch(error.stderr ?? '', /hunter2/);
        return true;
      });
    });
  }
});

interface RulesReview {
  readonly status: { readonly resourceRules: readonly { readonly apiGroups: readonly string[] }[] };
}

interface PodSpec {
  readonly automountServiceAccountToken?: boolean;
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
}

interface Container {
  readonly securityContext: Readonly<Record<string, unknown>>;
}

function podOf({ spec }: KubernetesObject): readonly PodSpec[] {
  const { template } = (spec ?? {}) as { readonly template?: { readonly spec: PodSpec } };
  return template === undefined ? [] : [template.spec];
}
