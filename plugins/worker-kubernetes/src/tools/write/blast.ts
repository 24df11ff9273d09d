import { type BlastRadius, HexaopsError, type ToolContext } from '@hexaops/core';
import { type ClusterAccess, isDecisive } from '../access.ts';

type Known = Required<Pick<BlastRadius, 'pods' | 'namespaces'>> & Pick<BlastRadius, 'replicasBefore' | 'replicasAfter'>;

/** How much of the workspace a change touches. Where its pods cannot all be counted the share is missing: nobody guesses it. */
export async function blastOf(
  access: ClusterAccess,
  known: Known,
  context: ToolContext,
): Promise<{ readonly blast: BlastRadius }> {
  const total = await podsOfWorkspace(access, context);
  if (total === undefined) return { blast: known };
  const share = total === 0 ? 0 : Math.min(1, known.pods / total);
  return { blast: { ...known, share, isWholeWorkspace: total > 0 && known.pods >= total } };
}

async function podsOfWorkspace(access: ClusterAccess, context: ToolContext): Promise<number | undefined> {
  try {
    const { items, truncated, unavailable } = await access.list('Pod', context);
    return truncated || unavailable.length > 0 ? undefined : items.length;
  } catch (error) {
    if (HexaopsError.is(error) && !isDecisive(error)) return undefined;
    throw error;
  }
}
