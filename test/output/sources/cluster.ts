import { gzipSync } from 'node:zlib';
import type { KubernetesObject } from '@hexaops/example-control-plane';

type Body = Readonly<Record<string, unknown>>;

const madeAt = '2026-03-01T10:00:00Z';
/** Objects of a kind: enough that no list of them fits into four kibibytes. */
const many = 80;
const numbers = Array.from({ length: many }, (_, index) => index);
const words = 'the quick brown fox jumps over the lazy dog \u{1f98a} \u{65e5}\u{672c}\u{8a9e}';

function made(apiVersion: string, kind: string, name: string, body: Body): KubernetesObject {
  const { namespace = 'shop', labels, annotations, ownerReferences, type, ...rest } = body;
  const metadata = {
    name,
    ...(typeof namespace === 'string' ? { namespace } : {}),
    creationTimestamp: madeAt,
    ...(labels === undefined ? {} : { labels: labels as Record<string, string> }),
    ...(annotations === undefined ? {} : { annotations: annotations as Record<string, string> }),
    ...(ownerReferences === undefined ? {} : { ownerReferences: ownerReferences as [] }),
  };
  return { apiVersion, kind, ...(type === undefined ? {} : { type }), ...rest, metadata };
}

function deployment(name: string): KubernetesObject {
  const labels = { app: name };
  const containers = [{ name: 'server', image: `registry.example/${name}:2` }];
  const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: `data-${name}` } }];
  return made('apps/v1', 'Deployment', name, {
    labels,
    annotations: { 'deployment.kubernetes.io/revision': '2' },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers, volumes } },
    },
    status: { replicas: 2, readyReplicas: 0, unavailableReplicas: 2 },
  });
}

function replicaSet(name: string, revision: number): KubernetesObject {
  const hash = `hash${revision}`;
  const labels = { app: name, 'pod-template-hash': hash };
  const containers = [{ name: 'server', image: `registry.example/${name}:${revision}` }];
  return made('apps/v1', 'ReplicaSet', `${name}-${hash}`, {
    labels,
    annotations: { 'deployment.kubernetes.io/revision': String(revision) },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name, uid: name, controller: true }],
    spec: {
      replicas: revision === 2 ? 2 : 0,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
    },
    status: { replicas: 0 },
  });
}

function pod(app: string, index: number): KubernetesObject {
  const waiting = { reason: 'CrashLoopBackOff', message: `back-off restarting ${words} ${index}` };
  const terminated = { exitCode: 1, reason: 'Error', finishedAt: madeAt, message: words };
  return made('v1', 'Pod', `${app}-hash2-${index}`, {
    labels: { app, 'pod-template-hash': 'hash2' },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: `${app}-hash2`, uid: 'x', controller: true }],
    spec: {
      nodeName: `node-${index % many}`,
      containers: [{ name: 'server', image: `registry.example/${app}:2` }],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: `data-${app}` } }],
    },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'False' }],
      containerStatuses: [
        { name: 'server', ready: false, restartCount: 7 + index, state: { waiting }, lastState: { terminated } },
      ],
    },
  });
}

function claim(index: number): KubernetesObject {
  const isBound = index % 3 !== 0;
  return made('v1', 'PersistentVolumeClaim', index === 0 ? 'data-web' : `data-app-${index}`, {
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: index % 5 === 0 ? 'standard' : `class-${index}`,
      resources: { requests: { storage: '8Gi' } },
      ...(isBound ? { volumeName: `pv-${index}` } : {}),
    },
    status: isBound ? { phase: 'Bound', capacity: { storage: '8Gi' } } : { phase: 'Pending' },
  });
}

/** A record of a Helm release as Helm keeps it. */
function release(revision: number, name = 'web'): KubernetesObject {
  const manifest = numbers.map(
    (index) =>
      `---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings-${index}\n  namespace: shop\ndata:\n  key: "${revision} ${words}"\n`,
  );
  const config = Object.fromEntries(numbers.map((index) => [`option${index}`, { value: `${revision} ${words}` }]));
  const record = {
    name,
    namespace: 'shop',
    version: revision,
    info: {
      status: revision === 12 || name !== 'web' ? 'deployed' : 'superseded',
      first_deployed: madeAt,
      last_deployed: madeAt,
      description: `Upgrade complete ${words}`,
    },
    chart: { metadata: { name, version: `1.0.${revision}`, appVersion: '1' }, values: {}, templates: [] },
    config,
    manifest: manifest.join(''),
  };
  const bytes = gzipSync(JSON.stringify(record)).toString('base64');
  return made('v1', 'Secret', `sh.helm.release.v1.${name}.v${revision}`, {
    type: 'helm.sh/release.v1',
    labels: { owner: 'helm', name, status: record.info.status, version: String(revision) },
    data: { release: Buffer.from(bytes).toString('base64') },
  });
}

/** A namespace `shop` that is large, and in which much is wrong. */
export function largeCluster(): readonly KubernetesObject[] {
  const names = ['web', ...numbers.slice(1, 40).map((index) => `app-${index}`)];
  return [
    made('v1', 'Namespace', 'shop', { namespace: null, status: { phase: 'Active' } }),
    ...numbers.map((index) =>
      made('v1', 'Node', `node-${index}`, {
        namespace: null,
        spec: { taints: [{ key: `kind-${index}`, effect: 'NoSchedule' }] },
        status: {
          conditions: [{ type: 'Ready', status: 'True' }],
          allocatable: { cpu: '4', memory: '8Gi', pods: '110' },
        },
      }),
    ),
    ...names.map(deployment),
    ...names.flatMap((name) => [replicaSet(name, 1), replicaSet(name, 2)]),
    ...numbers.map((index) => pod(names[index % 40] ?? 'web', index)),
    ...numbers.slice(0, 20).map((index) => pod('web', 1_000 + index)),
    ...numbers.map(claim),
    ...numbers.map((index) =>
      made('v1', 'PersistentVolume', `pv-${index}`, {
        namespace: null,
        spec: {
          capacity: { storage: '8Gi' },
          storageClassName: 'standard',
          claimRef: { namespace: 'shop', name: `gone-${index}` },
        },
        status: { phase: 'Released' },
      }),
    ),
    ...numbers.map((index) =>
      made('storage.k8s.io/v1', 'StorageClass', index === 0 ? 'standard' : `other-${index}`, {
        namespace: null,
        provisioner: `csi-${index}.example.com`,
        allowVolumeExpansion: true,
      }),
    ),
    ...numbers.map((index) =>
      made('snapshot.storage.k8s.io/v1', 'VolumeSnapshot', `snapshot-${index}`, {
        spec: { source: { persistentVolumeClaimName: 'data-web' } },
        status: { readyToUse: true, restoreSize: '8Gi', creationTime: madeAt },
      }),
    ),
    ...numbers.map((index) =>
      made('v1', 'ResourceQuota', `quota-${index}`, {
        spec: { hard: { 'requests.cpu': '10', 'requests.storage': '100Gi' } },
        status: {
          hard: { 'requests.cpu': '10', 'requests.storage': '100Gi' },
          used: { 'requests.cpu': '9', 'requests.storage': '95Gi' },
        },
      }),
    ),
    ...numbers.map((index) =>
      made('v1', 'Event', `event-${index}`, {
        involvedObject: { kind: 'Pod', namespace: 'shop', name: index % 2 === 0 ? 'web-hash2-0' : 'web' },
        type: 'Warning',
        reason: `BackOff${index}`,
        message: `${words} ${index}`,
        lastTimestamp: '2026-03-01T11:55:00Z',
        count: index,
      }),
    ),
    ...Array.from({ length: 12 }, (_, index) => release(index + 1)),
    ...names.slice(1).map((name) => release(1, name)),
  ];
}

/** Logs of the pods of `web`: long, and full of errors. */
export function largeLogs(): Readonly<Record<string, string>> {
  const line = (index: number) =>
    `2026-03-01T11:${String(index % 60).padStart(2, '0')}:00Z ERROR number-${index}-${'abcdefgh'[index % 8] ?? ''} ${words} ${'x'.repeat(index % 90)}`;
  const text = Array.from({ length: 200 }, (_, index) => line(index)).join('\n');
  return Object.fromEntries(
    numbers.slice(0, 20).flatMap((index) => [
      [`shop/web-hash2-${1_000 + index}/server`, text],
      [`shop/web-hash2-${1_000 + index}/server-previous`, text],
    ]),
  );
}
