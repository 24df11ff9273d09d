import { defineReadTool, type ReadTool } from '@hexaops/core';
import { type Kind, resourceOf } from '../../cluster/index.ts';
import type { ClusterAccess } from '../access.ts';
import { namespaceArgument, workerName } from '../arguments.ts';
import { listEvidence } from '../presentation/evidence.ts';

/** Kinds that can be listed and described. Secrets and config maps show the names of their entries, never a value. */
export const listedKinds = [
  'ConfigMap',
  'CronJob',
  'DaemonSet',
  'Deployment',
  'DestinationRule',
  'Endpoints',
  'EndpointSlice',
  'Gateway',
  'HorizontalPodAutoscaler',
  'Ingress',
  'Job',
  'LimitRange',
  'Namespace',
  'NetworkPolicy',
  'Node',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Pod',
  'PodDisruptionBudget',
  'ReplicaSet',
  'ResourceQuota',
  'Secret',
  'Service',
  'ServiceAccount',
  'StatefulSet',
  'StorageClass',
  'VirtualService',
] as const satisfies readonly Kind[];

export function listObjects(access: ClusterAccess): ReadTool {
  return defineReadTool({
    name: 'list-objects',
    description: 'Lists the objects of one kind in a namespace, or in all of the workspace.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['kind'],
      properties: { kind: { enum: listedKinds }, namespace: namespaceArgument },
    },
    async execute({ kind, namespace }, context) {
      const reading = await access.list(kind, context, namespace);
      const { plural } = resourceOf(kind);
      return {
        evidence: [
          listEvidence(access, kind, reading, {
            title: `${plural}${namespace === undefined ? '' : ` in ${namespace}`}`,
            remedy: namespace === undefined ? 'ask for one namespace' : `ask for one of the ${plural} by its name`,
            byteCap: context.byteCap,
            now: await access.moment(context),
          }),
        ],
        value: { kind, count: reading.items.length },
        unavailable: reading.unavailable,
      };
    },
  });
}
