import { ageOf, defineReadTool, type ReadTool } from '@hexaops/core';
import type { Storage } from '../../storage.ts';
import { volumeOf } from '../../cluster/read-objects.ts';
import { namespaceArgument, workerName } from '../arguments.ts';
import { tableEvidence } from '../presentation.ts';

export function listVolumes(storage: Storage): ReadTool {
  return defineReadTool({
    name: 'list-volumes',
    description:
      'Lists volumes with their size, their class, the claim that has them, and what becomes of them after it.',
    worker: workerName,
    input: { type: 'object', additionalProperties: false, properties: { namespace: namespaceArgument } },
    async execute({ namespace }, context) {
      const { items, query, source, unavailable } = await storage.cluster.list('PersistentVolume', undefined, context);
      const volumes = items
        .map(volumeOf)
        .filter(({ claim }) => namespace === undefined || claim?.namespace === namespace)
        .toSorted((a, b) => (a.name < b.name ? -1 : 1));
      const rows = volumes.map(({ name, phase, storageClass, capacity, claim, reclaimPolicy, createdAt }) => [
        name,
        phase,
        storageClass,
        capacity.text,
        claim === undefined ? '' : `${claim.namespace}/${claim.name}`,
        reclaimPolicy,
        ageOf(createdAt, context.now()),
      ]);
      return {
        evidence: [
          tableEvidence(
            {
              source,
              query,
              title: `volumes (${volumes.length})`,
              table: { columns: ['volume', 'status', 'class', 'size', 'claim', 'afterwards', 'age'], rows },
              remedy: 'ask with the "namespace" of their claims',
            },
            context,
          ),
        ],
        value: { count: volumes.length },
        unavailable,
      };
    },
  });
}
