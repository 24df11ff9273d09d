import { type ExtensionPoint, extensionPoint } from './point.ts';

/** One definitive action of a user, as the system of record keeps it: the intent before the effect, the outcome after. */
export interface AuditEntry {
  /** One operation has one intent and one outcome: the idempotency key with the phase. */
  readonly id: string;
  /** RFC 3339. */
  readonly timestamp: string;
  readonly phase: 'intent' | 'outcome';
  readonly run: string;
  readonly subject: string;
  readonly organizations: readonly string[];
  readonly workspace: string;
  readonly eventType: string;
  readonly resource: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly initiatedBy: 'AIOpsAgent';
  /** Of the request, where it is known. */
  readonly sourceAddress?: string;
  /** The subject who approved it; absent where a rule let it through. */
  readonly approvedBy?: string;
}

/** An entry as one link of its workspace's chain. */
export interface ChainedEntry {
  /** Counts the workspace's records from 1 without a gap. */
  readonly sequence: number;
  /** The hash of the workspace's record before; of its first, 64 zeros. */
  readonly previous: string;
  /** SHA-256, hexadecimal, of the canonical JSON (RFC 8785) of {workspace, sequence, previous, entry}. */
  readonly hash: string;
  readonly entry: AuditEntry;
}

/** An entry as the outbox keeps it. */
export interface AuditRecord extends ChainedEntry {
  /** Counts all records of the store from 1 without a gap, in the order of commit. */
  readonly position: number;
}

/** The last link of a workspace's chain. */
export interface ChainHead {
  readonly workspace: string;
  readonly sequence: number;
  readonly hash: string;
}

/** What is sent together. Frozen: the same id always has the same records, also after a crash, so a destination can tell a repeat. */
export interface AuditBatch {
  readonly id: string;
  readonly sink: string;
  readonly records: readonly AuditRecord[];
}

/** Where audit records end up. `deliver` settles when they are durable there; a batch may be delivered again with the same id. */
export interface AuditSink {
  readonly id: string;
  deliver(batch: AuditBatch, signal: AbortSignal): Promise<void>;
}

export const auditSinkPoint: ExtensionPoint<AuditSink> = extensionPoint<AuditSink>('audit', 'v1');

/** Records that are durable and wait to be delivered. The records come into it with the events of their run: `Store.append`. */
export interface AuditOutbox {
  /**
   * Tells which sinks exist from now on; what one of them does not have is waiting. A sink that is new begins with the
   * oldest record that is kept; one that is not named any more holds nothing back, and goes on where it was when it is
   * named again.
   */
  register(sinks: readonly string[]): Promise<void>;
  /**
   * The batch that was frozen and not acknowledged, whatever the bounds of then; else the next one, frozen now: at most `limit`
   * records, and by `recordsThatFit` at most so many bytes of entries as JSON in UTF-8, where a first one that is larger is
   * alone. Records beyond the bounds are not loaded. Undefined where nothing waits, or the sink is not registered.
   */
  batch(sink: string, limit: number, bytes?: number): Promise<AuditBatch | undefined>;
  /** The sink has the batch. Does nothing where that is known already. */
  acknowledge(sink: string, batch: string): Promise<void>;
  /** Records after a position, in order. */
  records(after: number, limit: number): Promise<readonly AuditRecord[]>;
  heads(): Promise<readonly ChainHead[]>;
  /** What some sink does not have. `oldest` is when that was written, in milliseconds since the epoch. */
  waiting(): Promise<{ readonly records: number; readonly oldest: number | undefined }>;
  /** Removes, from the oldest on, what every sink has and what was written before; the heads stay. Returns how many. */
  prune(before: number): Promise<number>;
}
