import { Coverage } from '../coverage.ts';
import { createSnapshot, noSupplements } from '../create-snapshot.ts';
import type { ClusterObject, Kind } from '../kinds.ts';
import { resources } from '../resources.ts';
import type { ClusterSnapshot, PodLog, Unavailable } from '../snapshot.ts';
import type { Supplements } from '../supplements.ts';
import { collectedAt } from './objects.ts';

export interface SnapshotExtras {
  readonly collectedAt?: Date;
  readonly namespaces?: readonly string[];
  readonly logs?: readonly PodLog[];
  readonly supplements?: Partial<Supplements>;
  readonly unavailable?: readonly Unavailable[];
  /** Kinds that could not be read: `covers` is false for them. */
  readonly missing?: readonly Kind[];
}

/** A snapshot that holds just these objects and covers every kind. */
export function snapshotOf(objects: readonly ClusterObject[], extras: SnapshotExtras = {}): ClusterSnapshot {
  const coverage = new Coverage();
  for (const { kind } of resources) if (!extras.missing?.includes(kind)) coverage.add(kind);
  return createSnapshot({
    source: 'test',
    collectedAt: extras.collectedAt ?? collectedAt,
    namespaces:
      extras.namespaces ?? objects.map(({ metadata }) => metadata.namespace).filter((name) => name !== undefined),
    objects,
    coverage,
    logs: extras.logs ?? [],
    supplements: { ...noSupplements, ...extras.supplements },
    unavailable: extras.unavailable ?? [],
  });
}
