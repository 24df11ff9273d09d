import type { Candidate, Resolver, ToolContext } from '@hexaops/core';
import { type Kind, type ObjectsByKind, type Pod, resourceOf } from '../cluster/index.ts';
import type { ClusterAccess } from '../tools/access.ts';
import { isDecisive } from '../tools/access.ts';
import { candidatesAmong, type Named } from './candidates.ts';

/** The kinds that people name, the likelier meant first. */
export const resolvedKinds = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'CronJob',
  'Job',
  'Service',
  'Ingress',
  'PersistentVolumeClaim',
  'Pod',
  'Node',
  'Namespace',
] as const satisfies readonly Kind[];

const workloadKinds: readonly Kind[] = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job'];

/** Finds the objects of the caller's workspace that words may name. What the names say is never more than a name. */
export function workspaceResolver(access: ClusterAccess): Resolver {
  return {
    id: 'kubernetes',
    kinds: resolvedKinds,
    async resolve(words: string, kinds: readonly string[], context: ToolContext): Promise<readonly Candidate[]> {
      const asked = kinds.length === 0 ? resolvedKinds : resolvedKinds.filter((kind) => kinds.includes(kind));
      if (asked.length === 0) return [];
      const preferred = kinds.length === 0 ? asked : asked.toSorted((a, b) => kinds.indexOf(a) - kinds.indexOf(b));
      const objects = await readKinds(asked, access, context);
      const candidates = candidatesAmong(words, preferred, objects);
      const wantsWorkload = asked.some((kind) => workloadKinds.includes(kind)) && !asked.includes('Pod');
      if (candidates.length > 0 || !wantsWorkload) return candidates;
      const pods = await readKinds(['Pod'], access, context);
      return candidatesAmong(words, preferred, [...objects, ...pods]);
    },
  };
}

/** Kinds that cannot be read name nothing; where none can be read, the first error is raised. */
async function readKinds(
  kinds: readonly Kind[],
  access: ClusterAccess,
  context: ToolContext,
): Promise<readonly Named[]> {
  const results = await Promise.allSettled(kinds.map((kind) => access.list(kind, context)));
  const errors = results.filter((result) => result.status === 'rejected').map(({ reason }): unknown => reason);
  const fatal = errors.find(isDecisive) ?? (errors.length === results.length ? errors[0] : undefined);
  if (fatal !== undefined) throw fatal;
  const readings = results.filter((result) => result.status === 'fulfilled').map(({ value }) => value);
  const refusals = readings.map(({ refusal }) => refusal);
  const [refusal] = refusals;
  if (refusal !== undefined && !refusals.includes(undefined)) throw refusal;
  return readings.flatMap(({ items }) => items.map(nameOf));
}

function nameOf(object: ObjectsByKind[Kind]): Named {
  const { name, namespace } = object.metadata;
  const named = {
    kind: object.kind,
    name,
    ...(resourceOf(object.kind).namespaced && namespace !== undefined && { namespace }),
  };
  const workload = object.kind === 'Pod' ? workloadOf(object) : undefined;
  return workload === undefined ? named : { ...named, workload };
}

/** Of a Deployment's pod the Deployment: its ReplicaSet is named NAME-HASH, and the pod bears the hash as a label. */
function workloadOf({ metadata }: Pod): Named | undefined {
  const owner = (metadata.ownerReferences ?? []).find(({ controller }) => controller === true);
  if (owner?.kind === undefined || owner.name === undefined) return undefined;
  const hash = metadata.labels?.['pod-template-hash'];
  if (owner.kind === 'ReplicaSet' && hash !== undefined && owner.name.endsWith(`-${hash}`)) {
    return { kind: 'Deployment', namespace: metadata.namespace, name: owner.name.slice(0, -hash.length - 1) };
  }
  return { kind: owner.kind, namespace: metadata.namespace, name: owner.name };
}
