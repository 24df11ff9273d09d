import type { AuditEntry } from '../extension/audit.ts';
import type { Store } from '../extension/store.ts';

/** All that the store's outbox holds, in the order of commit. */
export async function auditOf(store: Store): Promise<readonly AuditEntry[]> {
  return (await store.audit.records(0, Number.MAX_SAFE_INTEGER)).map(({ entry }) => entry);
}
