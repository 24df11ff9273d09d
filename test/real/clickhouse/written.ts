import type { AuditEntry, Store } from '@hexaops/core';
import { appendOf, fakeEntry } from '@hexaops/core/testing';
import { createSqlStore, type SqlStore } from '@hexaops/store-sql';

const owner = { subject: 'alice', workspace: 'shop' };

/** Writes audit records into a SQLite file as the service does: each with an event of a run. */
export class Writing implements AsyncDisposable {
  readonly store: SqlStore;
  #sequence = 0;

  private constructor(store: SqlStore) {
    this.store = store;
  }

  static async open(path: string): Promise<Writing> {
    const store = createSqlStore({ path }, { environment: {} });
    await store.open();
    await store.createSession({ ...owner, id: 's', createdAt: Date.now(), lastUsedAt: Date.now(), title: 't' });
    await store.createRun({ ...owner, id: 'r', session: 's', createdAt: Date.now(), sequence: 0, status: 'running' });
    return new Writing(store);
  }

  /** So many more in one append; the ids are different. Gives them. */
  async write(count: number, changes: (index: number) => Partial<AuditEntry> = () => ({})): Promise<readonly string[]> {
    const entries = Array.from({ length: count }, (_, index) =>
      fakeEntry({ id: `operation-${this.#sequence}-${index}:intent`, ...changes(index) }),
    );
    const events = [{ type: 'run-resumed', subject: 'alice' }] as const;
    await this.store.append(appendOf('r', this.#sequence, events, { audit: { entries, room: Infinity } }));
    this.#sequence += 1;
    return entries.map(({ id }) => id);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.store[Symbol.asyncDispose]();
  }
}

/** Delivers all that waits, in batches. */
export async function deliverAll(
  store: Store,
  deliver: (batch: NonNullable<Awaited<ReturnType<Store['audit']['batch']>>>) => Promise<void>,
  limit = 500,
): Promise<void> {
  for (;;) {
    const batch = await store.audit.batch('clickhouse', limit);
    if (batch === undefined) return;
    await deliver(batch);
    await store.audit.acknowledge('clickhouse', batch.id);
  }
}
