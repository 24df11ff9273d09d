import { resourceNamed } from '../kubernetes/resources.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { Problem } from '../problem.ts';
import type { EffectContext } from './effect.ts';

/**
 * What is called an application here: a Deployment or a StatefulSet of the workspace, or a namespace of it with all that is
 * in it. Raises a 404.
 */
export async function findApplication({ cluster, workspace }: EffectContext, name: string): Promise<KubernetesObject> {
  for (const plural of ['deployments', 'statefulsets']) {
    const { items } = await cluster.list(resourceNamed(plural), workspace.namespaces, {});
    const found = items.find(({ metadata }) => metadata.name === name);
    if (found !== undefined) return found;
  }
  if (workspace.namespaces.includes(name)) return cluster.get(resourceNamed('namespaces'), { namespace: null, name });
  throw new Problem(404, `workspace ${workspace.id} has no application ${name}`);
}
