import { defineReadTool, HexaopsError, nameOfObject, type ObjectReference, type ReadTool } from '@hexaops/core';
import { type Kind, resourceOf } from '../../cluster/index.ts';
import type { ClusterAccess } from '../access.ts';
import { nameArgument, namespaceArgument, workerName } from '../arguments.ts';
import { concerning } from '../concerning.ts';
import { diagnoseNamespaces, resultOf } from '../diagnosis.ts';
import { familyOf } from '../family.ts';
import { recentEvidence, stateEvidence } from '../presentation/object-evidence.ts';

const diagnosedKinds = [
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Ingress',
  'Job',
  'Node',
  'PersistentVolumeClaim',
  'Pod',
  'ReplicaSet',
  'Service',
  'StatefulSet',
] as const satisfies readonly Kind[];

export function diagnoseObject(access: ClusterAccess): ReadTool {
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
      const read = await diagnoseNamespaces(access, place === undefined ? undefined : [place], context);
      const { snapshot, diagnosis } = read;
      const found = snapshot
        .list(kind)
        .find(({ metadata }) => metadata.name === name && (place === undefined || metadata.namespace === place));
      if (found === undefined && snapshot.covers(kind, place)) {
        throw new HexaopsError('not-found', `there is no ${nameOfObject(object)}`, {
          nextStep: `ask for the list of ${resourceOf(kind).plural}`,
        });
      }
      const { references, pods } = familyOf(snapshot, object);
      const findings = concerning(diagnosis.findings, diagnosis.relations, references);
      const view = { reference: { ...object, kind }, object: found, pods };
      const state = stateEvidence(access, snapshot, view, context.byteCap);
      const result = resultOf(access, read, { findings, about: references }, context, state);
      return {
        ...result,
        evidence: [...result.evidence, ...recentEvidence(access, snapshot, view, context.byteCap)],
        value: { object, findings: findings.length },
      };
    },
  });
}
