import { ageOf, defineReadTool, type ReadTool } from '@hexaops/core';
import type { ClusterAccess } from '../access.ts';
import { nameArgument, namespaceArgument, workerName } from '../arguments.ts';
import { tableEvidence } from '../presentation/evidence.ts';
import { restartMoment } from '../history/restart-moment.ts';
import { isNamedAfter } from '../presentation/events.ts';
import { statusesOf } from '../presentation/pod-status.ts';

export function listRestarts(access: ClusterAccess): ReadTool {
  return defineReadTool({
    name: 'list-restarts',
    description: 'Lists the containers that have restarted, the most often first, with how they ended before.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      properties: {
        namespace: namespaceArgument,
        object: { ...nameArgument, description: 'Name of a pod, or of what owns it.' },
      },
    },
    async execute({ namespace, object }, context) {
      const reading = await access.list('Pod', context, namespace);
      const containers = reading.items
        .filter(({ metadata }) => object === undefined || isNamedAfter(metadata.name, object))
        .flatMap((pod) => statusesOf(pod).map((status) => ({ pod, status, restarts: status.restartCount ?? 0 })))
        .filter(({ restarts }) => restarts > 0)
        .sort((a, b) => b.restarts - a.restarts);
      const now = await access.moment(context);
      return {
        evidence: [
          tableEvidence(access, reading, {
            title: object === undefined ? 'restarts of containers' : `restarts of containers of ${object}`,
            table: {
              columns: ['namespace', 'pod', 'container', 'restarts', 'ended with', 'exit code', 'last restart'],
              rows: containers.map(({ pod, status, restarts }) => {
                const ended = status.lastState?.terminated ?? status.state?.terminated;
                return [
                  pod.metadata.namespace,
                  pod.metadata.name,
                  status.name ?? '',
                  restarts,
                  ended?.reason ?? '',
                  ended?.exitCode ?? null,
                  ageOf(ended?.finishedAt, now),
                ];
              }),
            },
            remedy: 'ask for one namespace',
            byteCap: context.byteCap,
          }),
        ],
        value: { count: containers.length },
        moments: containers.flatMap(({ pod, status, restarts }) => restartMoment(pod, status, restarts)),
        unavailable: reading.unavailable,
      };
    },
  });
}
