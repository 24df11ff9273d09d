import { defineWriteTool, readUntil, type WriteTool } from '@hexaops/core';
import type { ObjectsByKind } from '../../cluster/index.ts';
import type { ClusterAccess } from '../access.ts';
import { nameArgument, namespaceArgument, workerName, workloadKinds } from '../arguments.ts';
import { blastOf } from './blast.ts';
import { harmOf } from './harm.ts';
import { readTarget, targetEvidence, versionOf } from './target.ts';

type Restartable = ObjectsByKind[(typeof workloadKinds)[number]];

/** As `kubectl rollout restart` writes it: RFC 3339. */
const annotation = 'kubectl.kubernetes.io/restartedAt';
/** Milliseconds: a restart that is older is not the one that was asked for. */
const recent = 10 * 60_000;

export function restartWorkload(access: ClusterAccess): WriteTool {
  return defineWriteTool({
    name: 'restart-workload',
    description: 'Restarts a workload: its pods are replaced, a few at a time.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['namespace', 'kind', 'name'],
      properties: { namespace: namespaceArgument, kind: { enum: workloadKinds }, name: nameArgument },
    },
    operation: ({ namespace, kind, name }) => ({
      operation: `restart_${kind.toLowerCase()}`,
      target: `${kind.toLowerCase()}/${namespace}/${name}`,
      parameters: { namespace, name },
    }),
    async preview({ namespace, kind, name }, context) {
      const workload = await readTarget(access, { kind, namespace, name }, context);
      const before = restartedAt(workload) ?? null;
      const path = `spec.template.metadata.annotations["${annotation}"]`;
      return {
        summary: `The pods of ${kind} ${namespace}/${name} are replaced, a few at a time.`,
        changes: [{ path, before, after: 'the time of the restart' }],
        ...versionOf(workload),
        ...(await blastOf(access, { pods: podsOfWorkload(workload), namespaces: [namespace] }, context)),
      };
    },
    async verify({ namespace, kind, name }, context, outcome) {
      const since = context.now() - recent;
      const isRestarted = (seen: Restartable) => Date.parse(restartedAt(seen) ?? '') >= since;
      const workload = await readUntil<Restartable>(
        () => readTarget(access, { kind, namespace, name }, context),
        (seen) => isRestarted(seen) || outcome === undefined,
        context,
      );
      const evidence = targetEvidence(access, kind, workload, context);
      const what = `${kind} ${namespace}/${name}`;
      if (isRestarted(workload)) {
        return {
          state: 'applied',
          summary: `${what} was restarted at ${restartedAt(workload)}.`,
          evidence,
          ...(await harmOf(access, { kind, namespace, name }, context)),
        };
      }
      // A control plane may restart in another way, which leaves no mark.
      if (outcome !== undefined) return { state: 'unknown', summary: `${what} bears no mark of a restart.`, evidence };
      return { state: 'not-applied', summary: `${what} was not restarted.`, evidence };
    },
  });
}

function podsOfWorkload(workload: Restartable): number {
  if (workload.kind === 'DaemonSet') return workload.status?.desiredNumberScheduled ?? 0;
  return workload.spec?.replicas ?? 1;
}

function restartedAt({ spec }: Restartable): string | undefined {
  return spec?.template?.metadata?.annotations?.[annotation];
}
