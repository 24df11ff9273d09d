import type { RealCluster } from '../kubernetes/cluster.ts';
import type { KubernetesObject } from '../kubernetes/api.ts';
import { eventually } from '../kubernetes/eventually.ts';

type Body = Readonly<Record<string, unknown>>;

function made(apiVersion: string, kind: string, name: string, body: Body): KubernetesObject {
  const { namespace, annotations, ...rest } = body;
  const metadata = {
    name,
    ...(typeof namespace === 'string' && { namespace }),
    ...(typeof annotations === 'object' && annotations !== null && { annotations: { ...annotations } }),
  };
  return { apiVersion, kind, ...rest, metadata };
}

function storageClass(name: string, body: Body): KubernetesObject {
  return made('storage.k8s.io/v1', 'StorageClass', name, { provisioner: 'kubernetes.io/no-provisioner', ...body });
}

/** A volume of a CSI driver: nothing attaches it here, and the API server takes it for one that can grow. */
function volume(name: string, storageClassName: string, body: Body = {}): KubernetesObject {
  return made('v1', 'PersistentVolume', name, {
    spec: {
      capacity: { storage: '8Gi' },
      accessModes: ['ReadWriteOnce'],
      persistentVolumeReclaimPolicy: 'Retain',
      storageClassName,
      csi: { driver: 'csi.example.com', volumeHandle: name },
      ...body,
    },
  });
}

function claim(name: string, storageClassName: string | undefined, body: Body = {}): KubernetesObject {
  return made('v1', 'PersistentVolumeClaim', name, {
    namespace: 'shop',
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '8Gi' } },
      ...(storageClassName !== undefined && { storageClassName }),
      ...body,
    },
  });
}

function statefulSet(name: string, storageClassName: string): KubernetesObject {
  const labels = { app: name };
  return made('apps/v1', 'StatefulSet', name, {
    namespace: 'shop',
    spec: {
      replicas: 1,
      serviceName: name,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            { name: 'server', image: 'registry.example/db:1', volumeMounts: [{ name: 'data', mountPath: '/data' }] },
          ],
        },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], storageClassName, resources: { requests: { storage: '8Gi' } } },
        },
      ],
    },
  });
}

/** What the CSI snapshotter installs, as far as its objects need it. */
const snapshots = made(
  'apiextensions.k8s.io/v1',
  'CustomResourceDefinition',
  'volumesnapshots.snapshot.storage.k8s.io',
  {
    annotations: { 'api-approved.kubernetes.io': 'https://github.com/kubernetes-csi/external-snapshotter/pull/419' },
    spec: {
      group: 'snapshot.storage.k8s.io',
      scope: 'Namespaced',
      names: {
        plural: 'volumesnapshots',
        singular: 'volumesnapshot',
        kind: 'VolumeSnapshot',
        listKind: 'VolumeSnapshotList',
      },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        },
      ],
    },
  },
);

const objects: readonly KubernetesObject[] = [
  storageClass('growing', { allowVolumeExpansion: true }),
  storageClass('fixed', {}),
  storageClass('lazy', { volumeBindingMode: 'WaitForFirstConsumer' }),
  storageClass('external', { provisioner: 'csi.example.com' }),
  volume('pv-db', 'growing', { claimRef: { namespace: 'shop', name: 'data-db-0' } }),
  statefulSet('db', 'growing'),
  volume('pv-old', 'fixed', { claimRef: { namespace: 'shop', name: 'old' } }),
  claim('old', 'fixed'),
  claim('misspelt', 'growwing'),
  claim('nobody-waits', 'lazy'),
  claim('abandoned', 'external'),
  volume('pv-far', 'fixed', {
    claimRef: { namespace: 'shop', name: 'data-far-0' },
    nodeAffinity: {
      required: {
        nodeSelectorTerms: [
          { matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: ['moon'] }] },
        ],
      },
    },
  }),
  statefulSet('far', 'fixed'),
  volume('pv-gone', 'fixed', { claimRef: { namespace: 'shop', name: 'gone' } }),
  claim('gone', 'fixed'),
  made('v1', 'ResourceQuota', 'storage', { namespace: 'shop', spec: { hard: { 'requests.storage': '60Gi' } } }),
];

/**
 * In the namespace `shop`: a database on a volume that can grow, a claim that nothing uses, one each that waits for a class
 * that is not there, for a pod, and for a provisioner; a pod whose volume is in another zone; a volume that its claim has
 * left; a snapshot. It returns once the controllers have said so.
 */
export async function stageStorage(cluster: RealCluster): Promise<void> {
  const { api } = cluster;
  await cluster.createNamespace('shop');
  await api.apply([snapshots, ...objects]);
  const claims = async () =>
    new Map(
      (await api.list('/api/v1/namespaces/shop/persistentvolumeclaims')).map((each) => [each.metadata.name, each]),
    );
  const phaseOf = (object: KubernetesObject | undefined) =>
    (object?.status as { readonly phase?: string } | undefined)?.phase;
  await eventually('bound claims', async () => {
    const all = await claims();
    return ['data-db-0', 'data-far-0', 'old', 'gone'].every((name) => phaseOf(all.get(name)) === 'Bound') || undefined;
  });
  await api.call('DELETE', '/api/v1/namespaces/shop/persistentvolumeclaims/gone');
  await eventually(
    'a released volume',
    async () => phaseOf(await api.call('GET', '/api/v1/persistentvolumes/pv-gone')) === 'Released' || undefined,
  );
  await eventually('what controllers say of claims and pods', async () => {
    const events = await api.list('/api/v1/namespaces/shop/events');
    const said = events.map((event) => {
      const about = event['involvedObject'] as { readonly name: string };
      return `${about.name} ${String(event['reason'])} ${String(event['message'])}`;
    });
    const wanted = [
      /^misspelt ProvisioningFailed/,
      /^abandoned ExternalProvisioning/,
      /^far-0 FailedScheduling .*PersistentVolume's node affinity/,
    ];
    return wanted.every((pattern) => said.some((text) => pattern.test(text))) || undefined;
  });
  await eventually('the kind VolumeSnapshot', async () =>
    api.call('GET', '/apis/snapshot.storage.k8s.io/v1/namespaces/shop/volumesnapshots').catch(() => undefined),
  );
  await api.call('POST', '/apis/snapshot.storage.k8s.io/v1/namespaces/shop/volumesnapshots', {
    ...made('snapshot.storage.k8s.io/v1', 'VolumeSnapshot', 'monday', {}),
    spec: { source: { persistentVolumeClaimName: 'data-db-0' }, volumeSnapshotClassName: 'daily' },
    status: { readyToUse: true, restoreSize: '8Gi', creationTime: new Date().toISOString() },
  });
}

const hour = 3_600_000;
const gibibyte = 2 ** 30;

/**
 * What a kubelet measures, in the workspaces `shop` and `lab`, each of which has a claim shop/data-db-0: a week in which the one
 * of `shop` grew by 0.6 GiB a day, to 5.8 of 8 GiB; that of `lab` is full.
 */
export function kubeletMetrics(now: number): string {
  const times = [
    ...Array.from({ length: 84 }, (_, index) => now - (84 - index) * 2 * hour),
    ...Array.from({ length: 60 }, (_, index) => now - 10 * 60_000 + index * 60_000),
  ];
  const used = (workspace: string, time: number) =>
    workspace === 'lab' ? 8 * gibibyte : (5.8 - ((now - time) / (24 * hour)) * 0.6) * gibibyte;
  const families: Readonly<Record<string, (workspace: string, time: number) => number>> = {
    kubelet_volume_stats_used_bytes: used,
    kubelet_volume_stats_capacity_bytes: () => 8 * gibibyte,
    kubelet_volume_stats_inodes_used: () => 1000,
    kubelet_volume_stats_inodes: () => 100_000,
  };
  const lines = Object.entries(families).flatMap(([name, value]) => [
    `# TYPE ${name} gauge`,
    ...['shop', 'lab'].flatMap((workspace) =>
      times.map((time) => {
        const labels = `workspace_id="${workspace}",namespace="shop",persistentvolumeclaim="data-db-0"`;
        return `${name}{${labels}} ${Math.round(value(workspace, time))} ${time / 1000}`;
      }),
    ),
  ]);
  return [...lines, '# EOF', ''].join('\n');
}
