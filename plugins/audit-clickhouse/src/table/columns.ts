import type { AuditEntry } from '@hexaops/core';
import type { ColumnNames } from '../config.ts';

/** The columns of the control plane's contract, in its order. */
export const columnKeys = [
  'timestamp',
  'user_id',
  'organization_id',
  'workspace_id',
  'source_ip',
  'event_type',
  'resource_id',
  'details_json',
  'initiated_by',
] as const;

export type ColumnKey = (typeof columnKeys)[number];

/** A column of the table, and what it is for. */
export interface Column {
  readonly key: ColumnKey;
  readonly name: string;
}

/** The columns that the table has by its configuration. */
export function columnsOf(names: ColumnNames = {}): readonly Column[] {
  return columnKeys.flatMap((key) => {
    const name = names[key];
    return name === null ? [] : [{ key, name: name ?? key }];
  });
}

/** What stands in the columns beside the record itself: what people filter by. Text that UTF-8 can hold. */
export function plainColumns(entry: AuditEntry): Readonly<Record<Exclude<ColumnKey, 'details_json'>, string>> {
  return {
    timestamp: entry.timestamp,
    user_id: entry.subject.toWellFormed(),
    organization_id: (entry.organizations[0] ?? '').toWellFormed(),
    workspace_id: entry.workspace.toWellFormed(),
    source_ip: entry.sourceAddress ?? '',
    event_type: entry.eventType.toWellFormed(),
    resource_id: entry.resource.toWellFormed(),
    initiated_by: entry.initiatedBy,
  };
}
