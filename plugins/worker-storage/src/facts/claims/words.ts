import { evidenceOf } from '@hexaops/core/diagnosis';
import type { Claim, StorageEvent } from '../../cluster/objects.ts';
import { claimReference, type StorageFact } from '../fact.ts';

/** What an event says, where there is one. */
export function eventEvidence(claim: Claim, event: StorageEvent | undefined): StorageFact['evidence'] {
  if (event === undefined) return [];
  const { kind, namespace, name, reason, message, time } = event;
  const object = kind === '' ? claimReference(claim) : { kind, namespace, name };
  return [evidenceOf('event', object, `${reason}: ${message}`, time === '' ? undefined : time)];
}

const mostNames = 5;

/** Names in their order, the first few. */
export function inWords(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  const shown = names.toSorted().slice(0, mostNames).join(', ');
  return names.length > mostNames ? `${shown} and ${names.length - mostNames} others` : shown;
}
