import type { Workspace } from '../people/people.ts';
import type { KubernetesObject } from './object.ts';

interface SecretObject extends KubernetesObject {
  data?: Record<string, string>;
  stringData?: Record<string, string>;
}

interface VolumeObject extends KubernetesObject {
  spec?: { claimRef?: { namespace?: string } };
}

/** Three asterisks, in base64 as every value of a Secret is. */
const maskedValue = 'Kioq';

/** The object as the workspace may see it; undefined when it is another's. */
export function visibleTo(workspace: Workspace, object: KubernetesObject): KubernetesObject | undefined {
  if (object.kind === 'Secret') return withoutValues(object);
  if (object.kind === 'Namespace') return workspace.namespaces.includes(object.metadata.name) ? object : undefined;
  if (object.kind === 'PersistentVolume') {
    const claimant = (object as VolumeObject).spec?.claimRef?.namespace;
    return claimant === undefined || workspace.namespaces.includes(claimant) ? object : undefined;
  }
  return object;
}

/** The keys of a Secret say what a workload finds there; its values leave the control plane for nobody. */
function withoutValues(secret: SecretObject): KubernetesObject {
  const { stringData: _stringData, data = {}, ...rest } = secret;
  const { annotations, ...metadata } = rest.metadata;
  const { 'kubectl.kubernetes.io/last-applied-configuration': _applied, ...safe } = annotations ?? {};
  return {
    ...rest,
    metadata: { ...metadata, ...(annotations && { annotations: safe }) },
    data: Object.fromEntries(Object.keys(data).map((key) => [key, maskedValue])),
  } as SecretObject;
}
