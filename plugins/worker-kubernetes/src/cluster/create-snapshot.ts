import type { Coverage } from './coverage.ts';
import type { ClusterObject, Kind, ObjectsByKind } from './kinds.ts';
import type { ClusterSnapshot, PodLog, Unavailable } from './snapshot.ts';
import type { Supplements } from './supplements.ts';

export interface SnapshotParts {
  readonly source: string;
  readonly collectedAt: Date;
  readonly namespaces: Iterable<string>;
  readonly objects: Iterable<ClusterObject>;
  readonly coverage: Coverage;
  readonly logs?: readonly PodLog[];
  readonly supplements?: Supplements;
  readonly unavailable?: readonly Unavailable[];
}

export const noSupplements: Supplements = Object.freeze({ metrics: () => [] });

/** The snapshot that a source hands out. Its lists are frozen; the objects in them belong to it and must not be changed. */
export function createSnapshot(parts: SnapshotParts): ClusterSnapshot {
  const lists = new Map<Kind, ClusterObject[]>();
  for (const object of parts.objects) {
    const list = lists.get(object.kind);
    if (list === undefined) lists.set(object.kind, [object]);
    else list.push(object);
  }
  for (const list of lists.values()) Object.freeze(list);
  const namespaces = Object.freeze([...new Set(parts.namespaces)].sort());
  const { coverage } = parts;
  return Object.freeze({
    source: parts.source,
    collectedAt: parts.collectedAt,
    namespaces,
    list: <K extends Kind>(kind: K) => (lists.get(kind) ?? []) as unknown as readonly ObjectsByKind[K][],
    covers: (kind: Kind, namespace?: string) =>
      coverage.covers(kind, namespace === undefined ? namespaces : [namespace]),
    logs: Object.freeze([...(parts.logs ?? [])]),
    supplements: parts.supplements ?? noSupplements,
    unavailable: Object.freeze([...(parts.unavailable ?? [])]),
  });
}
