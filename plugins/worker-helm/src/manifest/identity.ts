import type { ObjectReference } from '@hexaops/core';
import type { ManifestObject } from './parse-manifest.ts';

/** The same object in two manifests of one release: a new version of its API makes no other object of it. */
export function keyOfObject({ apiVersion, kind, namespace, name }: ManifestObject): string {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  return JSON.stringify([group, kind, namespace ?? '', name]);
}

/** Kinds of the whole cluster that charts bring. Of other kinds a namespace is taken for granted. */
const clusterWide: ReadonlySet<string> = new Set([
  'APIService',
  'ClusterIssuer',
  'ClusterRole',
  'ClusterRoleBinding',
  'CSIDriver',
  'CustomResourceDefinition',
  'IngressClass',
  'MutatingWebhookConfiguration',
  'Namespace',
  'PersistentVolume',
  'PriorityClass',
  'RuntimeClass',
  'StorageClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'VolumeSnapshotClass',
]);

function withoutNamespace(kind: string): boolean {
  return clusterWide.has(kind);
}

/** How findings and evidence name it. `home` is the release's namespace. */
export function nameOf({ kind, namespace, name }: ManifestObject, home: string): ObjectReference {
  return withoutNamespace(kind) ? { kind, name } : { kind, namespace: namespace ?? home, name };
}
