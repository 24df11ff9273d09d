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

/** Who looks. */
export interface Viewer {
  readonly workspace: Workspace;
  /** They may change the workspace, and read what is needed for that. */
  readonly mayWrite: boolean;
}

/** The object as the workspace may see it; undefined when it is another's. */
export function visibleTo({ workspace, mayWrite }: Viewer, object: KubernetesObject): KubernetesObject | undefined {
  if (object.kind === 'Secret') return mayWrite && isReleaseRecord(object) ? object : withoutValues(object);
  if (object.kind === 'Namespace') return workspace.namespaces.includes(object.metadata.name) ? object : undefined;
  if (object.kind === 'PersistentVolume') {
    const claimant = (object as VolumeObject).spec?.claimRef?.namespace;
    return claimant === undefined || workspace.namespaces.includes(claimant) ? object : undefined;
  }
  return object;
}

/** Helm's own record of a release: whoever may change the release may read it. Kubernetes' role `view` may not either. */
function isReleaseRecord(secret: SecretObject & { type?: string }): boolean {
  return secret.type === 'helm.sh/release.v1' && Object.keys(secret.data ?? {}).join() === 'release';
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
