import { defineReadTool, type ReadTool } from '@hexaops/core';
import { keyOfClaim } from '../../cluster/storage-cluster.ts';
import { indexStorage } from '../../facts/storage-index.ts';
import { measure, type Storage } from '../../storage.ts';
import { namespaceArgument, workerName } from '../arguments.ts';
import { claimTable } from '../claim-table.ts';
import { tableEvidence } from '../presentation.ts';

export function listClaims(storage: Storage): ReadTool {
  return defineReadTool({
    name: 'list-claims',
    description:
      'Lists claims with their size, how full they are, and what uses them; all, or those that are nearly full.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      properties: {
        namespace: namespaceArgument,
        nearlyFull: { type: 'boolean', description: 'Only those that are nearly full.' },
      },
    },
    async execute({ namespace, nearlyFull = false }, context) {
      const [state, measured] = await Promise.all([
        storage.cluster.state(namespace, context),
        measure(storage, { namespace }, [], context),
      ]);
      const index = indexStorage(state);
      const shareOf = (claim: (typeof state.claims)[number]) => measured.usage.get(keyOfClaim(claim))?.share;
      const full = state.claims.filter((claim) => (shareOf(claim) ?? 0) >= storage.settings.nearlyFull);
      const known = state.claims.filter((claim) => shareOf(claim) !== undefined).length;
      const claims = nearlyFull ? full : state.claims;
      const limit = `${Math.round(storage.settings.nearlyFull * 100)} %`;
      return {
        evidence: [
          tableEvidence(
            {
              source: state.source,
              query: [state.queryOf('PersistentVolumeClaim'), measured.usageReading?.query ?? ''].join('\n').trim(),
              title: nearlyFull
                ? `claims that are at least ${limit} full: ${full.length} of the ${known} that are measured`
                : `claims (${claims.length}, of which ${known} are measured)`,
              table: claimTable(claims, index, measured, context.now()),
              remedy: 'ask with one "namespace", or for those that are "nearlyFull"',
            },
            context,
          ),
        ],
        value: { count: claims.length, measured: known, nearlyFull: full.length },
        unavailable: [...state.unavailable, ...measured.unavailable],
      };
    },
  });
}
