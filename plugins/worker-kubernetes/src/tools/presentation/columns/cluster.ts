import { ageOf } from '@hexaops/core';
import type { ObjectsByKind } from '../../../cluster/index.ts';
import { column, type ColumnsByKind, formatList } from './column.ts';

/** Columns of what pods run on and live from: nodes, storage, quotas, configuration, events. */
export const clusterColumns = {
  Node: [
    column('status', (node) => describeNode(node)),
    column('roles', ({ metadata }) => rolesOf(metadata.labels)),
    column('version', ({ status }) => status?.nodeInfo?.kubeletVersion ?? ''),
    column('cpu', ({ status }) => status?.allocatable?.['cpu'] ?? ''),
    column('memory', ({ status }) => status?.allocatable?.['memory'] ?? ''),
    column('taints', ({ spec }) =>
      formatList((spec?.taints ?? []).map(({ key, effect }) => `${key ?? ''}:${effect ?? ''}`)),
    ),
  ],
  Namespace: [column('status', ({ status }) => status?.phase ?? '')],
  PersistentVolumeClaim: [
    column('status', ({ status }) => status?.phase ?? ''),
    column('volume', ({ spec }) => spec?.volumeName ?? ''),
    column('requested', ({ spec }) => spec?.resources?.requests?.['storage'] ?? ''),
    column('storage class', ({ spec }) => spec?.storageClassName ?? ''),
  ],
  PersistentVolume: [
    column('status', ({ status }) => status?.phase ?? ''),
    column('capacity', ({ spec }) => spec?.capacity?.['storage'] ?? ''),
    column('claim', ({ spec }) =>
      spec?.claimRef === undefined ? '' : `${spec.claimRef.namespace ?? ''}/${spec.claimRef.name ?? ''}`,
    ),
    column('storage class', ({ spec }) => spec?.storageClassName ?? ''),
  ],
  StorageClass: [
    column('provisioner', ({ provisioner }) => provisioner ?? ''),
    column('binding', ({ volumeBindingMode }) => volumeBindingMode ?? ''),
  ],
  ConfigMap: [column('keys', ({ dataKeys }) => formatList(dataKeys))],
  Secret: [column('type', ({ type }) => type ?? ''), column('keys', ({ dataKeys }) => formatList(dataKeys))],
  Event: [
    column('last seen', (event, now) => ageOf(lastSeen(event), now)),
    column('type', ({ type }) => type ?? ''),
    column('object', ({ involvedObject }) => `${involvedObject?.kind ?? ''}/${involvedObject?.name ?? ''}`),
    column('reason', ({ reason }) => reason ?? ''),
    column('message', ({ message }) => message ?? ''),
    column('count', ({ series, count }) => series?.count ?? count ?? 1),
  ],
  Lease: [
    column('holder', ({ spec }) => spec?.holderIdentity ?? ''),
    column('renewed', ({ spec }, now) => ageOf(spec?.renewTime, now)),
  ],
  RoleBinding: [
    column('role', ({ roleRef }) => `${roleRef?.kind ?? ''}/${roleRef?.name ?? ''}`),
    column('subjects', ({ subjects }) =>
      formatList((subjects ?? []).map(({ kind, name }) => `${kind ?? ''}/${name ?? ''}`)),
    ),
  ],
} satisfies ColumnsByKind;

/** When an event was last seen, RFC 3339, by whichever of its fields the writer filled. */
export function lastSeen({
  series,
  lastTimestamp,
  eventTime,
  firstTimestamp,
  metadata,
}: ObjectsByKind['Event']): string | undefined {
  return series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? firstTimestamp ?? metadata.creationTimestamp;
}

/** `Ready`, `NotReady`, `Ready,SchedulingDisabled`, `Ready,DiskPressure`. */
function describeNode({ spec, status }: ObjectsByKind['Node']): string {
  const conditions = status?.conditions ?? [];
  const ready = conditions.find(({ type }) => type === 'Ready')?.status === 'True';
  const pressures = conditions.filter((condition) => condition.type !== 'Ready' && condition.status === 'True');
  return [
    ready ? 'Ready' : 'NotReady',
    ...(spec?.unschedulable === true ? ['SchedulingDisabled'] : []),
    ...pressures.map(({ type }) => type ?? ''),
  ].join(',');
}

function rolesOf(labels: Readonly<Record<string, string | undefined>> | undefined): string {
  const prefix = 'node-role.kubernetes.io/';
  return formatList(
    Object.keys(labels ?? {})
      .filter((label) => label.startsWith(prefix))
      .map((label) => label.slice(prefix.length)),
  );
}
