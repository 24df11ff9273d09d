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
      const said = deployment.spec?.replicas;
      const unchanged = said === replicas;
      const what = `Deployment ${namespace}/${name}`;
      const stops = replicas === 0 ? ': it stops serving' : '';
      const from = said === undefined ? 'what it does not say' : said;
      return {
        summary: unchanged
          ? `${what} asks for ${count(replicas)} already; ${readinessOf(deployment, replicas)}.`
          : `${what} goes from ${from} to ${count(replicas)}${stops}.`,
        ...(unchanged
          ? { unchanged, changes: [] }
          : { changes: [{ path: replicasPath, before: said ?? null, after: replicas }] }),
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
      const refused = deployment.status?.conditions?.find(
        ({ type, status }) => type === 'ReplicaFailure' && status === 'True',
      );
      return {
        state: 'applied',
        summary: `${what} asks for ${count(replicas)}; ${readinessOf(deployment, replicas)}.`,
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

function readinessOf(deployment: Deployment, replicas: number): string {
  const ready = readyOf(deployment);
  if (ready > replicas) return `${ready} are still ready`;
  if (replicas === 0) return 'none is ready';
  return ready === replicas ? 'all of them are ready' : `${ready} of them are ready so far`;
}

function count(replicas: number): string {
  return replicas === 1 ? '1 replica' : `${replicas} replicas`;
}
