import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

const madeAt = '2026-03-01T10:00:00Z';
/** How names of pods end. */
const podHash = '7d9f8c6b5d-x2x4x';

/** A workspace of two namespaces, as a support bundle: `checkout` is in both, every other name is in one alone. */
const files: Readonly<Record<string, readonly KubernetesObject[]>> = {
  'namespaces.json': ['shop', 'staging'].map((name) =>
    clusterScoped('v1', 'Namespace', name, { status: { phase: 'Active' } }),
  ),
  'nodes.json': ['worker-1', 'worker-2'].map((name) =>
    clusterScoped('v1', 'Node', name, {
      status: {
        conditions: [{ type: 'Ready', status: 'True' }],
        allocatable: { cpu: '4', memory: '8Gi', pods: '110' },
      },
    }),
  ),
  'deployments/shop.json': ['checkout', 'currencyservice', 'frontend', 'payment', 'redis-cart'].map((name) =>
    workload('Deployment', 'shop', name),
  ),
  'deployments/staging.json': [
    workload('Deployment', 'staging', 'checkout'),
    workload('Deployment', 'staging', 'preview'),
  ],
  'statefulsets/shop.json': [workload('StatefulSet', 'shop', 'postgres')],
  'daemonsets/shop.json': [workload('DaemonSet', 'shop', 'log-agent')],
  'jobs/shop.json': [object('batch/v1', 'Job', 'shop', 'migrate', { status: { succeeded: 1 } })],
  'cronjobs/shop.json': [object('batch/v1', 'CronJob', 'shop', 'report', { spec: { schedule: '0 4 * * *' } })],
  'services/shop.json': ['checkout', 'frontend', 'frontend-external', 'payment', 'redis-cart'].map((name) =>
    object('v1', 'Service', 'shop', name, {
      spec: { selector: { app: name.replace('-external', '') }, ports: [{ port: 80 }] },
    }),
  ),
  'services/staging.json': [
    object('v1', 'Service', 'staging', 'checkout', { spec: { selector: { app: 'checkout' }, ports: [{ port: 80 }] } }),
  ],
  'ingress/shop.json': [object('networking.k8s.io/v1', 'Ingress', 'shop', 'shop-front', { spec: { rules: [] } })],
  'pvcs/shop.json': [object('v1', 'PersistentVolumeClaim', 'shop', 'data-postgres-0', { status: { phase: 'Bound' } })],
  'pods/shop.json': [
    pod('shop', 'checkout'),
    pod('shop', 'frontend'),
    pod('shop', 'redis-cart'),
    pod('shop', 'payment'),
  ],
  'pods/staging.json': [pod('staging', 'checkout')],
  'events/shop.json': [],
  'events/staging.json': [],
  'replicasets/shop.json': [],
  'replicasets/staging.json': [],
};

/** Writes the bundle into a new directory; disposing of it removes it. */
export async function writeWorkspace(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'hexaops-questions-'));
  for (const [file, items] of Object.entries(files)) {
    const place = join(path, 'cluster-resources', file);
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

function object(
  apiVersion: string,
  kind: string,
  namespace: string,
  name: string,
  body: object = {},
): KubernetesObject {
  return { apiVersion, kind, ...body, metadata: { name, namespace, creationTimestamp: madeAt } };
}

function clusterScoped(apiVersion: string, kind: string, name: string, body: object): KubernetesObject {
  return { apiVersion, kind, ...body, metadata: { name, creationTimestamp: madeAt } };
}

function workload(kind: string, namespace: string, name: string): KubernetesObject {
  const labels = { app: name };
  const template = {
    metadata: { labels },
    spec: { containers: [{ name: 'server', image: `registry.example/${name}:1` }] },
  };
  return object('apps/v1', kind, namespace, name, {
    spec: { replicas: 1, selector: { matchLabels: labels }, template },
    status: {
      replicas: 1,
      readyReplicas: 1,
      availableReplicas: 1,
      updatedReplicas: 1,
      desiredNumberScheduled: 1,
      numberReady: 1,
    },
  });
}

function pod(namespace: string, app: string): KubernetesObject {
  const hash = podHash.split('-')[0] ?? '';
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: `${app}-${hash}`, uid: '1', controller: true };
  return {
    ...object('v1', 'Pod', namespace, `${app}-${podHash}`, {
      spec: { nodeName: 'worker-1', containers: [{ name: 'server', image: `registry.example/${app}:1` }] },
      status: {
        phase: 'Running',
        conditions: [{ type: 'Ready', status: 'True' }],
        containerStatuses: [
          { name: 'server', ready: true, restartCount: 0, state: { running: { startedAt: madeAt } } },
        ],
      },
    }),
    metadata: {
      name: `${app}-${podHash}`,
      namespace,
      creationTimestamp: madeAt,
      labels: { app, 'pod-template-hash': hash },
      ownerReferences: [owner],
    },
  };
}
