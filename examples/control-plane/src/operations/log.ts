import type { JsonObject } from '../json.ts';

/** One operation that was carried out, or that may have been: never one that was refused. */
export interface ExecutedOperation {
  /** From 1, in the order in which they ended. */
  readonly sequence: number;
  /** RFC 3339, by the control plane's clock. */
  readonly at: string;
  readonly user: string;
  readonly workspace: string;
  readonly operation: string;
  readonly parameters: JsonObject;
  readonly idempotencyKey: string | null;
  /** SHA-256 of the token that it came with; never the token. */
  readonly bearerHash: string;
  /** `unknown`: the cluster was asked and did not answer. */
  readonly outcome: 'executed' | 'unknown';
}
