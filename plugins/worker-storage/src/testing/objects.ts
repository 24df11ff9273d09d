import type { KubernetesObject } from '@hexaops/core';

/** The moment of all tests: a Sunday in March. */
export const now = Date.parse('2026-03-01T12:00:00Z');
const longAgo = '2026-01-01T00:00:00Z';

type Body = Readonly<Record<string, unknown>>;

function made(kind: string, apiVersion: string, path: string, body: Body = {}): KubernetesObject {
  const [first = '', second] = path.split('/');
  const named = second === undefined ? { name: first } : { namespace: first, name: second };
  const { metadata, ...rest } = body;
  return {
    apiVersion,
    kind,
    ...rest,
    metadata: { ...named, creationTimestamp: longAgo, resourceVersion: '7', ...(metadata as object | undefined) },
  };
}

export interface ClaimParts {
  readonly phase?: string;
  /** Null for a claim that names none. */
  readonly storageClass?: string | null;
  readonly size?: string;
  readonly capacity?: string;
  readonly modes?: readonly string[];
  readonly volume?: string;
  readonly conditions?: readonly Body[];
  readonly createdAt?: string;
}

/** `shop/data-db-0`, bound to a volume of 8Gi unless told. */
export function claim(path: string, parts: ClaimParts = {}): KubernetesObject {
  const {
    phase = 'Bound',
    storageClass = 'standard',
    size = '8Gi',
    modes = ['ReadWriteOnce'],
    conditions = [],
  } = parts;
  const capacity = parts.capacity ?? (phase === 'Bound' ? size : undefined);
  return made('PersistentVolumeClaim', 'v1', path, {
    metadata: { creationTimestamp: parts.createdAt ?? longAgo },
    spec: {
      accessModes: modes,
      ...(storageClass === null ? {} : { storageClassName: storageClass }),
      resources: { requests: { storage: size } },
      ...(phase === 'Pending' ? {} : { volumeName: parts.volume ?? `pv-${path.replace('/', '-')}` }),
    },
    status: { phase, conditions, ...(capacity === undefined ? {} : { capacity: { storage: capacity } }) },
  });
}

export function volume(name: string, phase: string, of?: string): KubernetesObject {
  const [namespace, claimName] = of?.split('/') ?? [];
  return made('PersistentVolume', 'v1', name, {
    spec: {
      capacity: { storage: '8Gi' },
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'standard',
      persistentVolumeReclaimPolicy: 'Retain',
      ...(of === undefined ? {} : { claimRef: { kind: 'PersistentVolumeClaim', namespace, name: claimName } }),
    },
    status: { phase },
  });
}

export interface ClassParts {
  readonly provisioner?: string;
  readonly waits?: boolean;
  readonly grows?: boolean;
  readonly isDefault?: boolean;
}

export function storageClass(name: string, parts: ClassParts = {}): KubernetesObject {
  const { provisioner = 'csi.example.com', waits = false, grows = true, isDefault = false } = parts;
  return made('StorageClass', 'storage.k8s.io/v1', name, {
    metadata: { annotations: isDefault ? { 'storageclass.kubernetes.io/is-default-class': 'true' } : {} },
    provisioner,
    volumeBindingMode: waits ? 'WaitForFirstConsumer' : 'Immediate',
    reclaimPolicy: 'Delete',
    allowVolumeExpansion: grows,
  });
}

export interface PodParts {
  readonly claims?: readonly string[];
  readonly node?: string;
  readonly phase?: string;
  /** What the scheduler says. */
  readonly unscheduled?: string;
}

export function pod(
  path: string,
  { claims = [], node, phase = 'Running', unscheduled }: PodParts = {},
): KubernetesObject {
  const condition = { type: 'PodScheduled', status: 'False', message: unscheduled };
  return made('Pod', 'v1', path, {
    spec: { ...(node === undefined ? {} : { nodeName: node }), volumes: volumesOf(claims) },
    status: { phase, ...(unscheduled === undefined ? {} : { conditions: [condition] }) },
  });
}

export function deployment(path: string, claims: readonly string[]): KubernetesObject {
  return made('Deployment', 'apps/v1', path, { spec: { template: { spec: { volumes: volumesOf(claims) } } } });
}

/** Its claims are TEMPLATE-NAME-0 and so on. */
export function statefulSet(path: string, ...templates: readonly string[]): KubernetesObject {
  const volumeClaimTemplates = templates.map((name) => ({ metadata: { name } }));
  return made('StatefulSet', 'apps/v1', path, { spec: { template: { spec: {} }, volumeClaimTemplates } });
}

export function quota(path: string, used: string, hard: string): KubernetesObject {
  return made('ResourceQuota', 'v1', path, {
    status: { hard: { 'requests.storage': hard, pods: '10' }, used: { 'requests.storage': used, pods: '9' } },
  });
}

export function event(of: string, reason: string, message: string): KubernetesObject {
  const [kind = '', namespace = '', name = ''] = of.split('/');
  return made('Event', 'v1', `${namespace}/${name}.1`, {
    involvedObject: { kind, namespace, name },
    reason,
    message,
    lastTimestamp: '2026-03-01T11:55:00Z',
  });
}

export function snapshot(path: string, of: string, isReady = true): KubernetesObject {
  return made('VolumeSnapshot', 'snapshot.storage.k8s.io/v1', path, {
    spec: { source: { persistentVolumeClaimName: of }, volumeSnapshotClassName: 'daily' },
    status: { readyToUse: isReady, restoreSize: '8Gi', creationTime: '2026-03-01T03:00:00Z' },
  });
}

function volumesOf(claims: readonly string[]): readonly Body[] {
  return claims.map((claimName) => ({ name: claimName, persistentVolumeClaim: { claimName } }));
}
