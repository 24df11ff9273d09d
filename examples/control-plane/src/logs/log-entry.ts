import type { JsonObject } from '../json.ts';

/** A row of the control plane's own logs. */
export interface LogEntry {
  readonly workspace_id: string;
  /** RFC 3339. */
  readonly timestamp: string;
  readonly level: string;
  readonly message: string;
  readonly trace_id?: string;
  readonly user_id?: string;
  readonly source?: string;
  readonly details?: JsonObject;
}
