import { boundedTable, type EvidenceDraft, type Table } from '@hexaops/core';
import type { Kind } from '../../cluster/index.ts';
import type { ClusterAccess, Reading } from '../access.ts';
import { compare } from './order.ts';
import { tableOf } from './rows.ts';

export interface Presentation {
  readonly title: string;
  readonly table: Table;
  /** How to ask for what does not fit. */
  readonly remedy: string;
  readonly byteCap: number;
}

/** A table made of a reading. What the source itself left out is said beside what did not fit. */
export function tableEvidence(
  access: ClusterAccess,
  reading: Pick<Reading<Kind>, 'query' | 'truncated'>,
  { title, table, remedy, byteCap }: Presentation,
): EvidenceDraft {
  const bounded = boundedTable(table, byteCap, remedy);
  const source = access.queries.system;
  if (!reading.truncated) return { source, query: reading.query, title, ...bounded };
  const omitted = ['objects beyond the limit of one reading', bounded.omitted ?? remedy].join('; ');
  return { source, query: reading.query, title, ...bounded, truncated: true, omitted };
}

/** Objects as the list that their kind has. */
export function listEvidence<K extends Kind>(
  access: ClusterAccess,
  kind: K,
  reading: Reading<K>,
  presentation: Omit<Presentation, 'table'> & { readonly now: number },
): EvidenceDraft {
  const sorted = reading.items.toSorted((a, b) => compare(placeOf(a), placeOf(b)));
  return tableEvidence(access, reading, { ...presentation, table: tableOf(kind, sorted, presentation.now) });
}

function placeOf({
  metadata,
}: {
  readonly metadata: { readonly name: string; readonly namespace?: string | undefined };
}): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}
