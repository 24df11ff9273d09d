import { ageOf, defineReadTool, type ReadTool } from '@hexaops/core';
import { indexStorage } from '../../facts/storage-index.ts';
import type { Storage } from '../../storage.ts';
import { namespaceArgument, workerName } from '../arguments.ts';
import { tableEvidence } from '../presentation.ts';

export function listUnusedStorage(storage: Storage): ReadTool {
  return defineReadTool({
    name: 'list-unused-storage',
    description: 'Lists storage that nothing uses: claims that no pod mounts, and volumes that no claim has.',
    worker: workerName,
    input: { type: 'object', additionalProperties: false, properties: { namespace: namespaceArgument } },
    async execute({ namespace }, context) {
      const state = await storage.cluster.state(namespace, context);
      const index = indexStorage(state);
      const now = context.now();
      // Without all pods being read nobody can say that none of them uses a claim.
      const idle = state.covers('Pod') ? state.claims.filter((claim) => index.usesOf(claim).length === 0) : [];
      const claims = idle.map((claim) => {
        const workloads = index.templatesOf(claim).map(({ kind, name }) => `${kind} ${name}`);
        const why = workloads.length === 0 ? 'nothing names it' : `${workloads.join(', ')} has no pod that runs`;
        const size = (claim.capacity ?? claim.requested).text;
        return [
          'PersistentVolumeClaim',
          `${claim.namespace}/${claim.name}`,
          claim.phase,
          size,
          why,
          ageOf(claim.createdAt, now),
        ];
      });
      const volumes = state.volumes
        .filter(({ phase }) => phase !== 'Bound' && phase !== 'Pending')
        .map(({ name, phase, capacity, claim, reclaimPolicy, createdAt }) => {
          const left =
            claim === undefined
              ? 'no claim has asked for it'
              : `its claim ${claim.namespace}/${claim.name} is gone (${reclaimPolicy})`;
          return ['PersistentVolume', name, phase, capacity.text, left, ageOf(createdAt, now)];
        });
      const rows = [...claims, ...volumes];
      return {
        evidence: [
          tableEvidence(
            {
              source: state.source,
              query: (['PersistentVolumeClaim', 'PersistentVolume', 'Pod'] as const)
                .map((kind) => state.queryOf(kind))
                .join('\n'),
              title: `storage that nothing uses: ${claims.length} claims, ${volumes.length} volumes`,
              table: { columns: ['kind', 'name', 'status', 'size', 'why', 'age'], rows },
              remedy: 'ask with one "namespace"',
            },
            context,
          ),
        ],
        value: { claims: claims.length, volumes: volumes.length },
        unavailable: [
          ...state.unavailable,
          ...(state.covers('Pod')
            ? []
            : [{ source: 'claims that no pod mounts', reason: 'not all pods could be read' }]),
        ],
      };
    },
  });
}
