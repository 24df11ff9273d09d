import type { BlastRadius, ClusterReader, ToolContext } from '@hexaops/core';
import type { ObjectChange } from '../../compare/index.ts';
import { unlessDecisive } from '../../live/index.ts';
import { isObject, type Json } from '../../record/index.ts';

const workloads: ReadonlySet<string> = new Set(['DaemonSet', 'Deployment', 'StatefulSet']);
const podsResource = { group: '', version: 'v1', resource: 'pods' } as const;

/** Pods that a change of these objects replaces, and which part of the workspace they are; missing where it is not known. */
export async function blastOf(
  reader: ClusterReader,
  changes: readonly ObjectChange[],
  namespace: string,
  context: ToolContext,
): Promise<BlastRadius> {
  const namespaces = [...new Set([namespace, ...changes.flatMap(({ object }) => object.namespace ?? [])])];
  const pods = changes.reduce((sum, change) => sum + podsOf(change), 0);
  const all = await reader.list(podsResource, {}, context).catch(unlessDecisive);
  if (all === undefined || all.truncated || all.unavailable.length > 0) return { pods, namespaces };
  const total = all.items.length;
  const share = total === 0 ? 0 : Math.min(1, pods / total);
  return { pods, namespaces, share, isWholeWorkspace: total > 0 && pods >= total };
}

function podsOf({ how, object, fields }: ObjectChange): number {
  if (!workloads.has(object.kind)) return 0;
  const touchesPods = how !== 'changed' || fields.some(({ path }) => /^spec\.(template|replicas)/.test(path));
  if (!touchesPods) return 0;
  const spec: Json | undefined = object.object['spec'];
  const replicas = isObject(spec) ? spec['replicas'] : undefined;
  return typeof replicas === 'number' ? replicas : 1;
}
