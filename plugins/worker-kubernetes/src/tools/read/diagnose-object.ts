import { defineReadTool, HexaopsError, nameOfObject, type ObjectReference, type ReadTool } from '@hexaops/core';
import { type ClusterSnapshot, type Kind, type Pod, resourceOf } from '../../cluster/index.ts';
import { readWorkloads } from '../../facts/workloads.ts';
import type { ClusterAccess } from '../access.ts';
import { nameArgument, namespaceArgument, workerName } from '../arguments.ts';
import { concerning } from '../concerning.ts';
import { type DiagnoseRules, diagnoseNamespaces, keyOf, resultOf } from '../diagnosis.ts';
import { objectEvidence } from '../presentation/object-evidence.ts';
import { isProblem, restartsOf } from '../presentation/pod-status.ts';

export const diagnosedKinds = [
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Ingress',
  'Job',
  'Namespace',
  'Node',
  'PersistentVolumeClaim',
  'Pod',
  'ReplicaSet',
  'Service',
  'StatefulSet',
] as const satisfies readonly Kind[];

export function diagnoseObject(access: ClusterAccess, rules: DiagnoseRules): ReadTool {
  return defineReadTool({
    name: 'diagnose-object',
    description: 'Says what is wrong with one object: what explains it, its state, its events, the end of its log.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['kind', 'name'],
      properties: { kind: { enum: diagnosedKinds }, namespace: namespaceArgument, name: nameArgument },
    },
    async execute({ kind, namespace, name }, context) {
      const place = resourceOf(kind).namespaced ? namespace : undefined;
      if (resourceOf(kind).namespaced && place === undefined) {
        throw new HexaopsError('arguments-invalid', `a ${kind} has a namespace`, { nextStep: 'name its namespace' });
      }
      const object: ObjectReference = { kind, name, ...(place !== undefined && { namespace: place }) };
      const read = await diagnoseNamespaces(access, rules, place === undefined ? undefined : [place], context);
      const { snapshot, diagnosis } = read;
      const found = snapshot.list(kind).find(({ metadata }) => metadata.name === name && (place === undefined || metadata.namespace === place));
      if (found === undefined && snapshot.covers(kind, place)) {
        throw new HexaopsError('not-found', `there is no ${nameOfObject(object)}`, { nextStep: `ask for the list of ${resourceOf(kind).plural}` });
      }
      const pods = podsOf(snapshot, object);
      const family = [object, ...pods.map(referenceOfPod), ...ownersOf(snapshot, object)];
      const findings = concerning(diagnosis.findings, diagnosis.relations, family);
      const result = resultOf(access, read, findings, context);
      const view = { reference: { ...object, kind }, object: found, pods };
      return {
        ...result,
        evidence: [...result.evidence, ...objectEvidence(access, snapshot, view, context.byteCap)],
        value: { object, findings: findings.length },
      };
    },
  });
}

function referenceOfPod({ metadata }: Pod): ObjectReference {
  return { kind: 'Pod', namespace: metadata.namespace, name: metadata.name };
}

/** Pods of the workload, or the pod itself; those of a service or a node are their own. */
function podsOf(snapshot: ClusterSnapshot, object: ObjectReference): readonly Pod[] {
  if (object.kind === 'Pod') return snapshot.list('Pod').filter(({ metadata }) => metadata.namespace === object.namespace && metadata.name === object.name);
  const pods = readWorkloads(snapshot).get(keyOf(object))?.pods ?? [];
  return pods.toSorted((a, b) => Number(isProblem(b)) - Number(isProblem(a)) || restartsOf(b) - restartsOf(a));
}

/** Findings are about workloads: a pod's are those of what runs it. */
function ownersOf(snapshot: ClusterSnapshot, { kind, namespace, name }: ObjectReference): readonly ObjectReference[] {
  if (kind !== 'Pod') return [];
  return [...readWorkloads(snapshot).values()].filter(({ pods }) => pods.some(({ metadata }) => metadata.namespace === namespace && metadata.name === name)).map(({ object }) => object);
}
