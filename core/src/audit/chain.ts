import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { AuditEntry, ChainedEntry } from '../extension/audit.ts';

/** What the first record of a workspace names as the one before it. */
export const chainStart: string = '0'.repeat(64);

/** Where a chain stands. */
export interface ChainLink {
  readonly sequence: number;
  readonly hash: string;
}

/** The next link of a workspace's chain; the first where there is none before. The entry must be plain JSON, as it is stored. */
export function chain(before: ChainLink | undefined, entry: AuditEntry): Omit<ChainedEntry, 'entry'> {
  const sequence = (before?.sequence ?? 0) + 1;
  const previous = before?.hash ?? chainStart;
  return { sequence, previous, hash: linkHash({ sequence, previous, entry }) };
}

/** The hash that a link must have. */
export function linkHash({ sequence, previous, entry }: Omit<ChainedEntry, 'hash'>): string {
  const { workspace } = entry;
  return createHash('sha256')
    .update(canonicalize({ workspace, sequence, previous, entry }) ?? '')
    .digest('hex');
}
