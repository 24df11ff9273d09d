import type { ClusterResource, KubernetesObject } from '@hexaops/core';

/** Resources of the whole cluster that a workspace may see where the operator has named its namespaces. */
const shared: ReadonlySet<string> = new Set([
  'clusterroles',
  'csidrivers',
  'customresourcedefinitions',
  'ingressclasses',
  'namespaces',
  'nodes',
  'persistentvolumes',
  'priorityclasses',
  'runtimeclasses',
  'storageclasses',
  'volumesnapshotclasses',
  'volumesnapshotcontents',
]);

export function isShared({ resource }: ClusterResource): boolean {
  return shared.has(resource);
}

/** Whether an object of the whole cluster is nobody else's: a volume that another namespace has claimed is not shown. */
export function isOfWorkspace(
  object: KubernetesObject,
  { group, resource }: ClusterResource,
  own: readonly string[],
): boolean {
  if (group === '' && resource === 'namespaces') return own.includes(object.metadata.name);
  const claimant = claimantOf(object, 'claimRef') ?? claimantOf(object, 'volumeSnapshotRef');
  return claimant === undefined || own.includes(claimant);
}

function claimantOf({ spec }: KubernetesObject, field: string): string | undefined {
  const reference: unknown = typeof spec === 'object' && spec !== null ? Reflect.get(spec, field) : undefined;
  if (typeof reference !== 'object' || reference === null) return undefined;
  const namespace: unknown = Reflect.get(reference, 'namespace');
  return typeof namespace === 'string' ? namespace : undefined;
}
