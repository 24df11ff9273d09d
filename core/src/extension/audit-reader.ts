import type { AuditRecord } from './audit.ts';
import { type ExtensionPoint, extensionPoint } from './point.ts';

/** A record as it is found where it was delivered to. What is kept beside it in columns of its own may differ from it. */
export interface FoundRecord {
  readonly record: AuditRecord;
  /** What does not say what the record says; empty where nothing was changed. */
  readonly differences: readonly FoundDifference[];
}

export interface FoundDifference {
  /** Of the destination: the name of a column. */
  readonly field: string;
  /** The record stands under another workspace than its own. */
  readonly isWorkspace: boolean;
  readonly found: string;
  readonly written: string;
}

/** What stands among the records and is none. */
export interface UnreadableRecord {
  readonly unreadable: string;
  /** Where it is, in words: its time, its id if it has one. */
  readonly place: string;
}

export interface AuditSelection {
  /** Records of this workspace, and whatever stands under it; of all unless given. */
  readonly workspace?: string;
  /** RFC 3339, by the time of the entry: from it on, and before it. */
  readonly from?: string;
  readonly to?: string;
}

/** Reads delivered records back, with an account that cannot write. */
export interface AuditReader {
  /** Of the sink whose destination it reads. */
  readonly id: string;
  /** What the destination must have, as its administrator writes it: statements of its own language. */
  schema(): string;
  /**
   * Workspace by workspace, each in the order of the sequences, one delivered twice right after itself; what is unreadable
   * before all others. As a stream: never all in memory. Raises `config-invalid` where there is no account for it,
   * `audit-unavailable`, `audit-refused`.
   */
  records(selection: AuditSelection, signal: AbortSignal): AsyncIterable<FoundRecord | UnreadableRecord>;
}

export const auditReaderPoint: ExtensionPoint<AuditReader> = extensionPoint<AuditReader>('audit-reader', 'v1');
