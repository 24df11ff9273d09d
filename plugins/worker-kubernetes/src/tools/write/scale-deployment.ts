import { defineWriteTool, readUntil, type WriteTool } from '@hexaops/core';
import type { Deployment } from '../../cluster/index.ts';
import type { ClusterAccess } from '../access.ts';
import { nameArgument, namespaceArgument, workerName } from '../arguments.ts';
import { blastOf } from './blast.ts';
import { readTarget, targetEvidence, versionOf } from './target.ts';

const replicasPath = 'spec.replicas';

export function scaleDeployment(access: ClusterAccess): WriteTool {
  return defineWriteTool({
    name: 'scale-deployment',
    description: 'Sets the number of replicas of a deployment.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['namespace', 'name', 'replicas'],
      properties: {
        namespace: namespaceArgument,
        name: nameArgument,
        replicas: { type: 'integer', minimum: 0, maximum: 1000 },
      },
    },
    operation: ({ namespace, name, replicas }) => ({
      operation: 'scale',
      target: `deployment/${namespace}/${name}`,
      parameters: { namespace, name, replicas },
    }),
    async preview({ namespace, name, replicas }, context) {
      const deployment = await readTarget(access, { kind: 'Deployment', namespace, name }, context);
      const before = replicasOf(deployment);
      return {
        summary:
          before === replicas
            ? `Deployment ${namespace}/${name} has ${count(replicas)} already.`
            : `Deployment ${namespace}/${name} goes from ${before} to ${count(replicas)}${replicas === 0 ? ': it stops serving' : ''}.`,
        changes: [{ path: replicasPath, before, after: replicas }],
        ...versionOf(deployment),
        ...(await blastOf(
          access,
          {
            pods: Math.abs(before - replicas),
            replicasBefore: before,
            replicasAfter: replicas,
            namespaces: [namespace],
          },
          context,
        )),
      };
    },
    async verify({ namespace, name, replicas }, context) {
      const deployment = await readUntil(
        () => readTarget(access, { kind: 'Deployment', namespace, name }, context),
        (seen) => replicasOf(seen) === replicas && readyOf(seen) === replicas,
        context,
      );
      const evidence = targetEvidence(access, 'Deployment', deployment, context);
      const wanted = replicasOf(deployment);
      const what = `Deployment ${namespace}/${name}`;
      if (wanted !== replicas) {
        return { state: 'not-applied', summary: `${what} still asks for ${count(wanted)}, not ${replicas}.`, evidence };
      }
      const ready = readyOf(deployment);
      const readiness = ready === replicas ? 'all of them are ready' : `${ready} of them are ready so far`;
      const refused = deployment.status?.conditions?.find(
        ({ type, status }) => type === 'ReplicaFailure' && status === 'True',
      );
      return {
        state: 'applied',
        summary: `${what} asks for ${count(replicas)}; ${readiness}.`,
        evidence,
        ...(refused === undefined
          ? {}
          : { harm: `Pods are refused: ${refused.message ?? refused.reason ?? 'unknown'}.` }),
      };
    },
    inverse({ namespace, name, replicas }, { changes }) {
      const before = changes.find(({ path }) => path === replicasPath)?.before;
      if (typeof before !== 'number' || before === replicas) return undefined;
      return { tool: 'scale-deployment', arguments: { namespace, name, replicas: before } };
    },
  });
}

/** Kubernetes runs one where the specification does not say. */
function replicasOf({ spec }: Deployment): number {
  return spec?.replicas ?? 1;
}

function readyOf({ status }: Deployment): number {
  return status?.readyReplicas ?? 0;
}

function count(replicas: number): string {
  return replicas === 1 ? '1 replica' : `${replicas} replicas`;
}
