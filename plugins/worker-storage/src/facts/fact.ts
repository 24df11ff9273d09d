import type { ObjectReference } from '@hexaops/core';
import type { ShownFact } from '@hexaops/core/diagnosis';
import type { Claim } from '../cluster/objects.ts';

/** The ways of looking at storage. */
export type StorageSource = 'object' | 'event' | 'metric' | 'backup';

export type StorageFact = ShownFact<StorageSource>;

export function claimReference({
  namespace,
  name,
}: Pick<Claim, 'namespace' | 'name'>): ObjectReference & { readonly namespace: string } {
  return { kind: 'PersistentVolumeClaim', namespace, name };
}

/** Whole hours since a time of RFC 3339; 0 where there is none. */
export function hoursSince(time: string | undefined, now: number): number {
  const from = Date.parse(time ?? '');
  return Number.isNaN(from) ? 0 : Math.max(0, Math.floor((now - from) / 3_600_000));
}
