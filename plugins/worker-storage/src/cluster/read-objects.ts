import { type KubernetesObject, parseQuantity } from '@hexaops/core';
import { at, listAt, textAt, textsAt } from './fields.ts';
import type {
  Claim,
  ClaimTemplate,
  ClaimUse,
  Size,
  Snapshot,
  StorageClass,
  StorageEvent,
  StorageQuota,
  Volume,
} from './objects.ts';

const oldClass = 'volume.beta.kubernetes.io/storage-class';
const defaultClass = 'storageclass.kubernetes.io/is-default-class';
const oldDefaultClass = 'storageclass.beta.kubernetes.io/is-default-class';

export function claimOf(object: KubernetesObject): Claim {
  const { name, namespace = '', annotations } = object.metadata;
  const { spec, status } = object;
  return {
    namespace,
    name,
    phase: textAt(status, 'phase') ?? '',
    storageClass: textAt(spec, 'storageClassName') ?? annotations?.[oldClass],
    volume: textAt(spec, 'volumeName') || undefined,
    accessModes: textsAt(spec, 'accessModes'),
    requested: sizeOf(at(spec, 'resources', 'requests', 'storage')) ?? { text: '', bytes: 0 },
    capacity: sizeOf(at(status, 'capacity', 'storage')),
    conditions: listAt(status, 'conditions').map((condition) => ({
      type: textAt(condition, 'type') ?? '',
      status: textAt(condition, 'status') ?? '',
      message: textAt(condition, 'message') ?? '',
    })),
    createdAt: textAt(object.metadata, 'creationTimestamp'),
    resourceVersion: textAt(object.metadata, 'resourceVersion'),
  };
}

export function volumeOf({ metadata, spec, status }: KubernetesObject): Volume {
  const [namespace, name] = [textAt(spec, 'claimRef', 'namespace'), textAt(spec, 'claimRef', 'name')];
  return {
    name: metadata.name,
    phase: textAt(status, 'phase') ?? '',
    storageClass: textAt(spec, 'storageClassName') ?? metadata.annotations?.[oldClass] ?? '',
    capacity: sizeOf(at(spec, 'capacity', 'storage')) ?? { text: '', bytes: 0 },
    accessModes: textsAt(spec, 'accessModes'),
    claim: namespace === undefined || name === undefined ? undefined : { namespace, name },
    reclaimPolicy: textAt(spec, 'persistentVolumeReclaimPolicy') ?? '',
    createdAt: textAt(metadata, 'creationTimestamp'),
  };
}

export function storageClassOf(object: KubernetesObject): StorageClass {
  const { annotations = {}, name } = object.metadata;
  return {
    name,
    provisioner: textAt(object, 'provisioner') ?? '',
    bindingMode: textAt(object, 'volumeBindingMode') ?? 'Immediate',
    reclaimPolicy: textAt(object, 'reclaimPolicy') ?? 'Delete',
    allowsExpansion: at(object, 'allowVolumeExpansion') === true,
    isDefault: annotations[defaultClass] === 'true' || annotations[oldDefaultClass] === 'true',
  };
}

/** Pods that are over use nothing any more. */
export function usesOf({ metadata, spec, status }: KubernetesObject): readonly ClaimUse[] {
  const { name: pod, namespace = '' } = metadata;
  const phase = textAt(status, 'phase') ?? '';
  if (phase === 'Succeeded' || phase === 'Failed') return [];
  const node = textAt(spec, 'nodeName');
  const scheduled = listAt(status, 'conditions').find((each) => textAt(each, 'type') === 'PodScheduled');
  const unscheduled = textAt(scheduled, 'status') === 'False' ? (textAt(scheduled, 'message') ?? '') : '';
  // Of an ephemeral volume the claim is made with the pod, and named after both.
  const ephemeral = listAt(spec, 'volumes')
    .filter((volume) => at(volume, 'ephemeral', 'volumeClaimTemplate') !== undefined)
    .map((volume) => `${pod}-${textAt(volume, 'name') ?? ''}`);
  return [...claimNamesIn(spec), ...ephemeral].map((claim) => ({ namespace, claim, pod, node, phase, unscheduled }));
}

/** Of a Deployment, StatefulSet, DaemonSet, Job or CronJob of this kind. */
export function templatesOf(kind: string, { metadata, spec }: KubernetesObject): readonly ClaimTemplate[] {
  const { name, namespace = '' } = metadata;
  const template = kind === 'CronJob' ? at(spec, 'jobTemplate', 'spec', 'template') : at(spec, 'template');
  const named = claimNamesIn(at(template, 'spec')).map((claim) => ({ kind, namespace, name, claim, isPattern: false }));
  const made = listAt(spec, 'volumeClaimTemplates').flatMap((each) => {
    const claim = textAt(each, 'metadata', 'name');
    return claim === undefined ? [] : [{ kind, namespace, name, claim: `${claim}-${name}-`, isPattern: true }];
  });
  return [...named, ...made];
}

export function snapshotOf({ metadata, spec, status }: KubernetesObject): Snapshot {
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    claim: textAt(spec, 'source', 'persistentVolumeClaimName') ?? '',
    snapshotClass: textAt(spec, 'volumeSnapshotClassName') ?? '',
    isReady: at(status, 'readyToUse') === true,
    size: textAt(status, 'restoreSize') ?? '',
    error: textAt(status, 'error', 'message') ?? '',
    createdAt: textAt(status, 'creationTime') ?? textAt(metadata, 'creationTimestamp'),
  };
}

export function eventOf(object: KubernetesObject): StorageEvent {
  return {
    namespace: object.metadata.namespace ?? '',
    kind: textAt(object, 'involvedObject', 'kind') ?? '',
    name: textAt(object, 'involvedObject', 'name') ?? '',
    reason: textAt(object, 'reason') ?? '',
    message: textAt(object, 'message') ?? '',
    time:
      textAt(object, 'lastTimestamp') ??
      textAt(object, 'eventTime') ??
      textAt(object.metadata, 'creationTimestamp') ??
      '',
  };
}

export function quotasOf({ metadata, status }: KubernetesObject): readonly StorageQuota[] {
  const hard = at(status, 'hard');
  if (typeof hard !== 'object' || hard === null) return [];
  return Object.keys(hard)
    .filter((resource) => /storage$|persistentvolumeclaims$/.test(resource) && !resource.includes('ephemeral'))
    .flatMap((resource) => {
      const [used, limit] = [sizeOf(at(status, 'used', resource)), sizeOf(at(hard, resource))];
      if (used === undefined || limit === undefined) return [];
      return [{ namespace: metadata.namespace ?? '', name: metadata.name, resource, used, hard: limit }];
    });
}

function sizeOf(value: unknown): Size | undefined {
  const bytes = parseQuantity(value);
  return bytes === undefined ? undefined : { text: String(value), bytes };
}

function claimNamesIn(podSpec: unknown): readonly string[] {
  const names = listAt(podSpec, 'volumes').flatMap(
    (volume) => textAt(volume, 'persistentVolumeClaim', 'claimName') ?? [],
  );
  return [...new Set(names)];
}
