import type { ErrorCode } from '@hexaops/core';
import type { Kind, ObjectsByKind } from './kinds.ts';
import type { Supplements } from './supplements.ts';

/** The state of a cluster, or of some of its namespaces, at one moment. Never changes; all text in it is untrusted. */
export interface ClusterSnapshot {
  /** Where it was read, for people: `bundle support-bundle.tar.gz`, `control plane`. */
  readonly source: string;
  /** The moment that ages are counted to. */
  readonly collectedAt: Date;
  /** Those that were read, sorted. */
  readonly namespaces: readonly string[];
  /** Empty when there is none, and when it could not be read: `covers` tells. */
  list<K extends Kind>(kind: K): readonly ObjectsByKind[K][];
  /**
   * Whether `list(kind)` holds all objects of the kind, there or in the namespace. Only then does a missing object
   * mean that it does not exist.
   */
  covers(kind: Kind, namespace?: string): boolean;
  readonly logs: readonly PodLog[];
  readonly supplements: Supplements;
  readonly unavailable: readonly Unavailable[];
}

export interface PodLog {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** Of the container that ran before the last restart. */
  readonly previous: boolean;
  readonly text: string;
  /** Older lines were left out. */
  readonly truncated: boolean;
}

/** A source that could not be read, or not completely. */
export interface Unavailable {
  /** For people: `secrets in shop`, `the log of shop/checkout-0/server`. */
  readonly source: string;
  readonly reason: string;
  readonly kind?: Kind;
  readonly namespace?: string;
  /** Why, for programs: `forbidden`, `not-found`, `cluster-unavailable`. */
  readonly code?: ErrorCode;
}
