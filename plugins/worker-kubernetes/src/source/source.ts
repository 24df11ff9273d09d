import type { Caller } from '@hexaops/core';
import type { ClusterSnapshot, Kind, ObjectsByKind, PodLog, Unavailable } from '../cluster/index.ts';

export interface ReadContext {
  /** On whose behalf; a source that needs nobody's token does not look at it. */
  readonly caller?: Caller;
  readonly signal: AbortSignal;
  /** Bytes that one call may read at most, over all of its requests. */
  readonly byteCap: number;
}

export interface SnapshotRequest {
  /** Those of the source when undefined. */
  readonly namespaces?: readonly string[];
  /** `failing`, the default: of containers that are not well. A bundle gives all that were recorded, theirs first. */
  readonly logs?: 'failing' | 'none';
}

export interface ListRequest {
  readonly namespace?: string;
  readonly name?: string;
  /** As in `kubectl --selector`: `app=cart,tier!=cache`. */
  readonly labelSelector?: string;
}

export interface ObjectList<K extends Kind> {
  readonly items: readonly ObjectsByKind[K][];
  /** There are more, which the byte cap kept out. */
  readonly truncated: boolean;
  readonly unavailable?: Unavailable;
}

export interface LogRequest {
  readonly namespace: string;
  readonly pod: string;
  /** May be left out for a pod of one container. */
  readonly container?: string;
  readonly previous?: boolean;
  readonly sinceSeconds?: number;
  readonly tailLines?: number;
  readonly limitBytes?: number;
}

/**
 * A place that cluster state is read from; it never writes. Every method raises `cancelled` when the signal fires,
 * `input-invalid` for a name that no object can have (before anything is read), and what its place raises.
 */
export interface ClusterSource {
  readonly id: string;
  snapshot(request: SnapshotRequest, context: ReadContext): Promise<ClusterSnapshot>;
  list<K extends Kind>(kind: K, request: ListRequest, context: ReadContext): Promise<ObjectList<K>>;
  /** Raises `not-found` where there is no such log, `input-invalid` where several containers fit. */
  logs(request: LogRequest, context: ReadContext): Promise<PodLog>;
}
