import type { AuditRecord, FoundDifference, FoundRecord, UnreadableRecord } from '@hexaops/core';
import { type AddressType, sameAddress } from './address.ts';
import { type Column, plainColumns } from './columns.ts';
import { detailsOf } from './row.ts';
import { timeIn, type TimeUnit } from './timestamp.ts';

export interface ColumnTypes {
  readonly time: TimeUnit;
  readonly address: AddressType;
}

/** What stands in a row: the record of `details_json`, and what the other columns say otherwise. `values` are in the order of `columns`. */
export function foundIn(
  values: readonly (string | null)[],
  columns: readonly Column[],
  types: ColumnTypes,
): FoundRecord | UnreadableRecord {
  const found = new Map(columns.map(({ key }, index) => [key, values[index] ?? '']));
  const details = found.get('details_json') ?? '';
  const record = recordOf(details);
  if (typeof record === 'string') {
    const place = columns
      .filter(({ key }) => key === 'timestamp' || key === 'workspace_id' || key === 'resource_id')
      .map(({ key, name }) => `${name} ${found.get(key)}`);
    return { unreadable: record, place: place.join(', ') };
  }
  const plain = plainColumns(record.entry);
  const differences: FoundDifference[] = [];
  for (const { key, name } of columns) {
    if (key === 'details_json') {
      differences.push(...otherText(name, details, record));
      continue;
    }
    const text = found.get(key) ?? '';
    const written = key === 'timestamp' ? timeIn(plain.timestamp, types.time) : plain[key];
    const same = key === 'source_ip' ? sameAddress(text, written, types.address) : text === written;
    if (!same) differences.push({ field: name, isWorkspace: key === 'workspace_id', found: text, written });
  }
  return { record, differences };
}

/** Characters of a text that are shown from where it is not what was written. */
const shownCharacters = 80;

/**
 * The hash is over what the text says here. What says a name twice says something else to others: ClickHouse takes the first of
 * two `entry`, this the last. So the text itself must be the one that was written.
 */
function otherText(field: string, found: string, record: AuditRecord): readonly FoundDifference[] {
  const written = writtenOf(record);
  if (found === written) return [];
  let same = 0;
  while (found[same] === written[same]) same += 1;
  const from = (text: string) => text.slice(same, same + shownCharacters).toWellFormed();
  return [{ field, isWorkspace: false, found: from(found), written: from(written) }];
}

/** Empty where it is so deep that it cannot be written: nobody has written it here. */
function writtenOf(record: AuditRecord): string {
  try {
    return detailsOf(record);
  } catch {
    return '';
  }
}

/** A record, as far as its chain and its columns need it, or why it is none. That it is what was written its hash shows. */
function recordOf(details: string): AuditRecord | string {
  let value: unknown;
  try {
    value = JSON.parse(details);
  } catch {
    return 'its details are no JSON';
  }
  return isRecord(value) ? value : 'its details are no record';
}

function isRecord(value: unknown): value is AuditRecord {
  if (!isObject(value) || !isObject(value['entry'])) return false;
  const { entry } = value;
  const texts = ['id', 'timestamp', 'phase', 'run', 'subject', 'workspace', 'eventType', 'resource', 'initiatedBy'];
  return (
    Number.isSafeInteger(value['sequence']) &&
    Number.isSafeInteger(value['position']) &&
    typeof value['previous'] === 'string' &&
    typeof value['hash'] === 'string' &&
    texts.every((field) => typeof entry[field] === 'string') &&
    (entry['sourceAddress'] === undefined || typeof entry['sourceAddress'] === 'string') &&
    Array.isArray(entry['organizations']) &&
    entry['organizations'].every((each) => typeof each === 'string') &&
    isObject(entry['details'])
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
