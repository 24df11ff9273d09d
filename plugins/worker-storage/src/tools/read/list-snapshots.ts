import { ageOf, defineReadTool, type ReadTool } from '@hexaops/core';
import { snapshotApi } from '../../cluster/resources.ts';
import type { Storage } from '../../storage.ts';
import { claimArgument, namespaceArgument, workerName } from '../arguments.ts';
import { tableEvidence } from '../presentation.ts';

export function listSnapshots(storage: Storage): ReadTool {
  return defineReadTool({
    name: 'list-snapshots',
    description: 'Lists snapshots of volumes, of all claims or of one, and whether they can be restored.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      properties: { namespace: namespaceArgument, claim: claimArgument },
    },
    async execute({ namespace, claim }, context) {
      const read = await storage.cluster.snapshots(namespace, context);
      if (read === undefined) {
        const source = `${snapshotApi.group}/${snapshotApi.version}`;
        return {
          evidence: [],
          value: { count: 0 },
          unavailable: [{ source, reason: 'this cluster has no volume snapshots' }],
        };
      }
      const snapshots = read.snapshots
        .filter((snapshot) => claim === undefined || snapshot.claim === claim)
        .toSorted((a, b) => ((a.createdAt ?? '') < (b.createdAt ?? '') ? 1 : -1));
      const rows = snapshots.map(({ createdAt, isReady, error, ...each }) => [
        each.namespace,
        each.name,
        each.claim,
        each.snapshotClass,
        each.size,
        isReady ? 'ready' : error === '' ? 'not ready' : `failed: ${error}`,
        ageOf(createdAt, context.now()),
      ]);
      const about = claim === undefined ? '' : ` of ${claim}`;
      return {
        evidence: [
          tableEvidence(
            {
              source: read.source,
              query: read.query,
              title: `snapshots${about} (${snapshots.length}), the newest first`,
              table: { columns: ['namespace', 'snapshot', 'claim', 'class', 'size', 'state', 'age'], rows },
              remedy: 'ask with one "namespace" or "claim"',
            },
            context,
          ),
        ],
        value: { count: snapshots.length, ready: snapshots.filter(({ isReady }) => isReady).length },
        unavailable: read.unavailable,
      };
    },
  });
}
