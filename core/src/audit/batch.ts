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

/**
 * How many of the entries that wait, from the first on, one batch takes by their bytes, each as JSON in UTF-8. The first always is: however large it
 * is, it is delivered, and nothing behind it waits for ever.
 */
export function recordsThatFit(sizes: Iterable<number>, bytes: number): number {
  let [count, total] = [0, 0];
  for (const size of sizes) {
    total += size;
    if (count > 0 && total > bytes) break;
    count += 1;
  }
  return count;
}
