import type { JsonObject } from '../json.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import type { KubernetesObject, MergePatch } from '../kubernetes/object.ts';
import { resourceNamed } from '../kubernetes/resources.ts';
import { KubernetesError } from '../kubernetes/status.ts';
import type { Workspace } from '../people/people.ts';
import { Problem } from '../problem.ts';
import type { Parameters } from './parameters.ts';

export interface EffectContext {
  readonly cluster: Cluster;
  readonly workspace: Workspace;
  /** Everything is checked, and nothing is changed. */
  readonly isDry?: boolean;
}

/** What one operation does to the cluster. It returns the body of the answer; a refusal is a `Problem`. */
export type Effect = (context: EffectContext, parameters: Parameters) => Promise<JsonObject & { message: string }>;

export interface Target {
  readonly plural: string;
  readonly name: string;
  /** Needed only where several of the workspace's namespaces have an object of the name. */
  readonly namespace: string | undefined;
  /** When given, a 409 is raised if the object has changed since. */
  readonly resourceVersion: string | undefined;
}

export function targetOf(parameters: Parameters, plural: string, ...names: readonly [string, ...string[]]): Target {
  return {
    plural,
    name: parameters.text(...names),
    namespace: parameters.optionalText('namespace'),
    resourceVersion: parameters.optionalText('resource_version', 'resourceVersion'),
  };
}

/** The one object of the workspace that the target names. */
export async function findTarget(
  { cluster, workspace }: EffectContext,
  { plural, name, namespace }: Target,
): Promise<KubernetesObject> {
  if (namespace !== undefined && !workspace.namespaces.includes(namespace)) {
    throw new Problem(403, `namespace ${namespace} does not belong to workspace ${workspace.id}`);
  }
  const namespaces = namespace === undefined ? workspace.namespaces : [namespace];
  const found = await Promise.all(
    namespaces.map((candidate) => getOrUndefined(cluster, plural, { namespace: candidate, name })),
  );
  const [only, ...others] = found.filter((object) => object !== undefined);
  if (only === undefined) throw new Problem(404, `workspace ${workspace.id} has no ${name} among its ${plural}`);
  if (others.length > 0) throw new Problem(400, `several namespaces have ${name} among their ${plural}: say which`);
  return only;
}

const attempts = 4;

/**
 * Patches what `change` makes of the object as it is now. Where the change rests on what was read, and somebody else
 * wrote in between, it is read and made again; a version that the caller asked for is never passed over.
 */
export async function changeTarget(
  context: EffectContext,
  target: Target,
  change: (object: KubernetesObject) => MergePatch,
): Promise<KubernetesObject> {
  for (let attempt = 1; ; attempt += 1) {
    const object = await findTarget(context, target);
    const { namespace = null, name, resourceVersion: seen } = object.metadata;
    if (target.resourceVersion !== undefined && target.resourceVersion !== seen) {
      throw new Problem(409, `${name} has changed since version ${target.resourceVersion}`);
    }
    if (context.isDry === true) return object;
    const patch = { ...change(object), ...(seen !== undefined && { metadata: { resourceVersion: seen } }) };
    try {
      return await context.cluster.patch(resourceNamed(target.plural), { namespace, name }, patch);
    } catch (error) {
      const isConflict = error instanceof KubernetesError && error.code === 409;
      if (!isConflict || target.resourceVersion !== undefined || attempt === attempts) throw error;
    }
  }
}

export function described(object: KubernetesObject): JsonObject {
  const { namespace, name, resourceVersion } = object.metadata;
  return {
    kind: object.kind,
    name,
    ...(namespace !== undefined && { namespace }),
    ...(resourceVersion !== undefined && { resource_version: resourceVersion }),
  };
}

async function getOrUndefined(
  cluster: Cluster,
  plural: string,
  name: { namespace: string; name: string },
): Promise<KubernetesObject | undefined> {
  try {
    return await cluster.get(resourceNamed(plural), name);
  } catch (error) {
    if (error instanceof KubernetesError && error.code === 404) return undefined;
    throw error;
  }
}
