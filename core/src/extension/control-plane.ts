import type { Caller } from '../caller.ts';
import { type ExtensionPoint, extensionPoint } from './point.ts';

export interface CallOptions {
  readonly signal: AbortSignal;
  /** Bytes of an answer that are read at most; a longer one raises `result-too-large`. */
  readonly byteCap?: number;
}

/** What a workspace reads of its control plane, beside its Kubernetes objects. */
export type ControlPlaneRead =
  | { readonly read: 'health' }
  | { readonly read: 'overview' }
  | { readonly read: 'nodes' }
  | { readonly read: 'application'; readonly application: string }
  | { readonly read: 'performance'; readonly application: string }
  | { readonly read: 'llm-settings' }
  | {
      readonly read: 'insights';
      readonly insightType: string;
      readonly timeRange: string;
      readonly targets: readonly string[];
    }
  | {
      readonly read: 'logs';
      readonly searchTerm?: string;
      /** RFC 3339. */
      readonly startTime: string;
      readonly endTime: string;
      readonly level?: string;
      readonly limit?: number;
    };

/**
 * A change that only the control plane can make. `parameters` are exactly what is approved and sent; the workspace is
 * never among them: it is the caller's, set by code.
 */
export interface Operation {
  /** For example `scale`, `restart_deployment`; a control-plane plugin maps it to a path and a body. */
  readonly operation: string;
  /** What is changed, for people and for the approval's hash: `deployment/shop/checkout`. */
  readonly target: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface OperationOutcome {
  readonly message: string;
  readonly body: unknown;
}

/** What an operation would do, by the control plane's own account. Nothing was done. */
export interface DryRun {
  /** One sentence. */
  readonly message: string;
}

/** What was read, and by what the control plane knows whether it is the same still. */
export interface VersionedRead {
  readonly body: unknown;
  /** To be told when it is read again; undefined where the control plane gives none. */
  readonly version: string | undefined;
}

export interface KubernetesAnswer {
  readonly status: number;
  readonly body: string;
  readonly truncated: boolean;
}

/**
 * The control plane, called with the caller's own token and nothing else. Each method raises
 * - `reauthentication-required` (details.reason `token-expired`): 401 at or after the token's expiry, or within 2 s of it;
 * - `control-plane-refuses-token`: 401 earlier than that;
 * - `forbidden`: 403, this user may not; never retried;
 * - `control-plane-unavailable`: no answer or 5xx to a read;
 * - `operation-outcome-unknown`: no answer or 5xx to an operation: nothing may be assumed to have happened, or not;
 * - `operation-failed`: 4xx or 501: it did not happen.
 */
export interface ControlPlane {
  readonly id: string;
  read(caller: Caller, read: ControlPlaneRead, options: CallOptions): Promise<unknown>;
  /** The same of what may be known already: undefined where it is still what had that version. Permission is checked all the same. */
  readNewer?(
    caller: Caller,
    read: ControlPlaneRead,
    version: string | undefined,
    options: CallOptions,
  ): Promise<VersionedRead | undefined>;
  /** The read-only pass-through of the workspace's Kubernetes API. `path` begins with `/api` or `/apis`. 404 is an answer. */
  kubernetes(
    caller: Caller,
    path: string,
    query: Readonly<Record<string, string>>,
    options: CallOptions,
  ): Promise<KubernetesAnswer>;
  perform(
    caller: Caller,
    operation: Operation,
    options: CallOptions & { readonly idempotencyKey: string },
  ): Promise<OperationOutcome>;
  /**
   * Tries an operation without doing it. Undefined where it cannot be tried. Raises like `perform`, and
   * `operation-outcome-unknown` where the answer does not say that nothing was done.
   */
  dryRun?(caller: Caller, operation: Operation, options: CallOptions): Promise<DryRun | undefined>;
}

export const controlPlanePoint: ExtensionPoint<ControlPlane> = extensionPoint<ControlPlane>('control-plane', 'v1');
