import { createHash } from 'node:crypto';
import type { AuditBatch, AuditRecord } from '../extension/audit.ts';

/**
 * A batch of these records. Its id is made from what they are, so that other records, as after a backup was restored, never
 * pass for a repeat of those that a destination has.
 */
export function batchOf(sink: string, records: readonly AuditRecord[]): AuditBatch {
  const digest = createHash('sha256').update(`${sink}\n`);
  for (const { position, hash } of records) digest.update(`${position} ${hash}\n`);
  return { id: digest.digest('hex').slice(0, 32), sink, records };
}
