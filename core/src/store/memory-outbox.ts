import { batchOf, recordsThatFit } from '../audit/batch.ts';
import { chain, type ChainLink } from '../audit/chain.ts';
import { auditFull } from '../audit/full.ts';
import { HexaopsError } from '../errors.ts';
import type { AuditOutbox, AuditRecord } from '../extension/audit.ts';
import type { AuditAppend } from '../extension/store.ts';
import { jsonBytes } from '../run/bytes.ts';

interface Cursor {
  registered: boolean;
  /** Of the last record that the sink has. */
  position: number;
  /** Of the last record of the frozen batch. */
  frozen: number | undefined;
}

/** The outbox of a process: records stay until every sink has them and they are pruned. */
export class MemoryOutbox implements AuditOutbox {
  readonly #records: { readonly record: AuditRecord; readonly writtenAt: number }[] = [];
  readonly #ids = new Set<string>();
  readonly #heads = new Map<string, ChainLink>();
  readonly #cursors = new Map<string, Cursor>();
  /** Of the last record that was removed; the records kept begin after it. */
  #pruned = 0;

  /** Raises `audit-full` and `conflict`, before anything is written; what it returns writes, and raises nothing. */
  prepare({ entries, room }: AuditAppend, now: number): () => void {
    if (this.#waitingFrom().length + entries.length > room && this.#registered().length > 0) throw auditFull(room);
    const ids = new Set(entries.map(({ id }) => id));
    if (ids.size < entries.length || entries.some(({ id }) => this.#ids.has(id))) {
      throw new HexaopsError('conflict', 'this has been recorded already');
    }
    return () => {
      for (const entry of structuredClone(entries)) {
        const link = chain(this.#heads.get(entry.workspace), entry);
        const position = this.#pruned + this.#records.length + 1;
        this.#records.push({ record: { position, ...link, entry }, writtenAt: now });
        this.#ids.add(entry.id);
        this.#heads.set(entry.workspace, link);
      }
    };
  }

  async register(sinks: readonly string[]): Promise<void> {
    for (const cursor of this.#cursors.values()) cursor.registered = false;
    for (const sink of sinks) {
      const cursor = this.#cursors.get(sink) ?? { registered: true, position: 0, frozen: undefined };
      this.#cursors.set(sink, cursor);
      cursor.registered = true;
      if (cursor.position >= this.#pruned) continue;
      cursor.position = this.#pruned;
      cursor.frozen = undefined;
    }
  }

  async batch(sink: string, limit: number, bytes = Infinity) {
    const cursor = this.#cursors.get(sink);
    if (cursor?.registered !== true) return undefined;
    cursor.frozen ??= cursor.position + this.#fitting(this.#between(cursor.position, cursor.position + limit), bytes);
    const records = this.#between(cursor.position, cursor.frozen);
    if (records.length > 0) return batchOf(sink, records);
    cursor.frozen = undefined;
    return undefined;
  }

  async acknowledge(sink: string, batch: string): Promise<void> {
    const cursor = this.#cursors.get(sink);
    if (cursor?.frozen === undefined) return;
    if (batchOf(sink, this.#between(cursor.position, cursor.frozen)).id !== batch) return;
    cursor.position = cursor.frozen;
    cursor.frozen = undefined;
  }

  async records(after: number, limit: number): Promise<readonly AuditRecord[]> {
    return this.#between(after, Math.max(after, this.#pruned) + limit);
  }

  async heads() {
    return [...this.#heads].map(([workspace, { sequence, hash }]) => ({ workspace, sequence, hash }));
  }

  async waiting() {
    const waiting = this.#waitingFrom();
    return { records: waiting.length, oldest: waiting[0]?.writtenAt };
  }

  async prune(before: number): Promise<number> {
    const delivered = this.#records.length - this.#waitingFrom().length;
    const young = this.#records.findIndex(({ writtenAt }) => writtenAt >= before);
    const removed = this.#records.splice(0, young === -1 ? delivered : Math.min(young, delivered));
    for (const { record } of removed) this.#ids.delete(record.entry.id);
    this.#pruned += removed.length;
    return removed.length;
  }

  /** After one position, up to another. */
  #between(after: number, to: number): readonly AuditRecord[] {
    const first = Math.max(0, after - this.#pruned);
    return this.#records.slice(first, Math.max(first, to - this.#pruned)).map(({ record }) => record);
  }

  #fitting(records: readonly AuditRecord[], bytes: number): number {
    if (bytes === Infinity) return records.length;
    const sizes = records.map(({ entry }) => jsonBytes(entry));
    return recordsThatFit(sizes, bytes);
  }

  #registered(): readonly Cursor[] {
    return [...this.#cursors.values()].filter(({ registered }) => registered);
  }

  #waitingFrom() {
    const slowest = Math.min(Infinity, ...this.#registered().map(({ position }) => position));
    return slowest === Infinity ? [] : this.#records.slice(Math.max(0, slowest - this.#pruned));
  }
}
