import type { AuditRecord } from '@hexaops/core';
import { type AddressType, fits } from './address.ts';
import { type Column, plainColumns } from './columns.ts';

/** A row by the names of its columns; what is left out takes the column's default. */
export type Row = Readonly<Record<string, string>>;

/**
 * A row of a record. `details_json` holds all of the record, so that its hash can be verified whatever the types of the other
 * columns keep of it; nothing is ever cut off here, for what is cut would not fit its hash.
 */
export function rowOf(record: AuditRecord, columns: readonly Column[], addresses: AddressType): Row {
  const plain = plainColumns(record.entry);
  return Object.fromEntries(
    columns.flatMap(({ key, name }): readonly (readonly [string, string])[] => {
      if (key === 'details_json') return [[name, detailsOf(record)]];
      if (key === 'source_ip' && !fits(plain.source_ip, addresses)) return [];
      return [[name, plain[key]]];
    }),
  );
}

/** What `details_json` of a record is, to the letter. */
export function detailsOf({ position, sequence, previous, hash, entry }: AuditRecord): string {
  return JSON.stringify({ position, sequence, previous, hash, entry });
}
