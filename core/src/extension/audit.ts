import { type ExtensionPoint, extensionPoint } from './point.ts';

/** One definitive action of a user, as the system of record keeps it: the intent before the effect, the outcome after. */
export interface AuditEntry {
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
}

/** Where audit entries go. A sink that throws on an intent stops the action: what is not recorded is not done. */
export interface AuditSink {
  readonly id: string;
  record(entry: AuditEntry): Promise<void>;
}

export const auditSinkPoint: ExtensionPoint<AuditSink> = extensionPoint<AuditSink>('audit', 'v1');
