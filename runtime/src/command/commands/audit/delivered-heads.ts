import type { AuditOutbox, ChainedEntry, ChainHead } from '@hexaops/core';

/** Records that are asked for at once. */
const pageSize = 1_000;

/**
 * Where the chains must at least end at the destination: as far as the store knows that they were delivered. What waits are the last records of the store. It is counted after the heads were read, so that records which come meanwhile
 * are never taken for delivered ones. A record that only another sink lacks is not expected either.
 */
export async function deliveredHeads(outbox: AuditOutbox): Promise<readonly ChainHead[]> {
  const heads = await outbox.heads();
  // Positions and sequences have no gaps.
  const last = heads.reduce((sum, { sequence }) => sum + sequence, 0);
  const { records: waiting } = await outbox.waiting();
  const firstWaiting = new Map<string, ChainedEntry>();
  for (let after = Math.max(0, last - waiting); after < last;) {
    const page = await outbox.records(after, pageSize);
    for (const record of page) {
      if (!firstWaiting.has(record.entry.workspace)) firstWaiting.set(record.entry.workspace, record);
    }
    after = page.at(-1)?.position ?? last;
  }
  return heads.flatMap((head) => deliveredOf(head, firstWaiting.get(head.workspace)));
}

function deliveredOf(head: ChainHead, waiting: ChainedEntry | undefined): readonly ChainHead[] {
  if (waiting === undefined || waiting.sequence > head.sequence) return [head];
  if (waiting.sequence === 1) return [];
  return [{ workspace: head.workspace, sequence: waiting.sequence - 1, hash: waiting.previous }];
}
