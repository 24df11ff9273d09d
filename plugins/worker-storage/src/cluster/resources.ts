import type { ClusterResource } from '@hexaops/core';

const core = { group: '', version: 'v1' } as const;
const apps = { group: 'apps', version: 'v1' } as const;
const batch = { group: 'batch', version: 'v1' } as const;

export const snapshotApi = { group: 'snapshot.storage.k8s.io', version: 'v1' } as const;

/** What is read of a cluster, by kind. */
export const resources = {
  PersistentVolumeClaim: { ...core, resource: 'persistentvolumeclaims' },
  PersistentVolume: { ...core, resource: 'persistentvolumes' },
  StorageClass: { group: 'storage.k8s.io', version: 'v1', resource: 'storageclasses' },
  VolumeSnapshot: { ...snapshotApi, resource: 'volumesnapshots' },
  Pod: { ...core, resource: 'pods' },
  Deployment: { ...apps, resource: 'deployments' },
  StatefulSet: { ...apps, resource: 'statefulsets' },
  DaemonSet: { ...apps, resource: 'daemonsets' },
  CronJob: { ...batch, resource: 'cronjobs' },
  ResourceQuota: { ...core, resource: 'resourcequotas' },
  Event: { ...core, resource: 'events' },
} as const satisfies Readonly<Record<string, ClusterResource>>;

export type StorageKind = keyof typeof resources;

/** Kinds of the whole cluster: a namespace is no part of their query. */
export const clusterWide: ReadonlySet<StorageKind> = new Set(['PersistentVolume', 'StorageClass']);

export const workloadKinds = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'CronJob',
] as const satisfies readonly StorageKind[];
