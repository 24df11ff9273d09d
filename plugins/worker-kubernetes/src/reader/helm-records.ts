import { HexaopsError, type ClusterQuery, type ClusterResource, type KubernetesObject } from '@hexaops/core';

const recordType = 'helm.sh/release.v1';

/** Whether a resource is Secrets, by whatever group it is asked for. */
export function isSecrets({ resource }: ClusterResource): boolean {
  return resource === 'secrets';
}

/**
 * Secrets are listed for one purpose alone, and the query itself must say so: raises `forbidden` for any that does not
 * narrow the list to Helm's release records.
 */
export function requireHelmRecords({ name, labelSelector = '', fieldSelector = '' }: ClusterQuery): void {
  const isNarrow =
    name === undefined &&
    (requirementsOf(labelSelector).some((requirement) => /^owner\s*==?\s*helm$/.test(requirement)) ||
      requirementsOf(fieldSelector).some((requirement) => /^type\s*==?\s*helm\.sh\/release\.v1$/.test(requirement)));
  if (isNarrow) return;
  throw new HexaopsError('forbidden', 'Secrets are not read, except for the release records of Helm', {
    nextStep: `list them with the field selector type=${recordType} or the label selector owner=helm`,
  });
}

/** Anyone may put the label on a Secret: what is no release record is left out, and so is all of a record but the release. */
export function onlyHelmRecord(object: KubernetesObject): KubernetesObject | undefined {
  if (object['type'] !== recordType) return undefined;
  const data: unknown = object['data'];
  const release: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, 'release') : undefined;
  const { name, namespace, labels, creationTimestamp, resourceVersion } = object.metadata;
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: recordType,
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      ...(labels !== undefined && { labels }),
      ...(creationTimestamp !== undefined && { creationTimestamp }),
      ...(resourceVersion !== undefined && { resourceVersion }),
    },
    data: typeof release === 'string' ? { release } : {},
  };
}

/** All must hold, so that one of them narrows the whole. Commas in the parentheses of a set are not between two. */
function requirementsOf(selector: string): readonly string[] {
  return selector.split(/,(?![^(]*\))/).map((requirement) => requirement.trim());
}
