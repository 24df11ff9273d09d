import { boundedTable, type EvidenceDraft, type Table, type ToolContext } from '@hexaops/core';
import { FindingEvidence } from '@hexaops/core/diagnosis';
import { Backups } from '../backups/backups.ts';
import { resources, type StorageKind } from '../cluster/resources.ts';
import type { StorageState } from '../cluster/storage-cluster.ts';
import type { StorageSource } from '../facts/fact.ts';

export interface Shown {
  readonly source: string;
  /** The exact query. */
  readonly query: string;
  readonly title: string;
  readonly table: Table;
  /** How to ask for what does not fit, by the names of the tool's arguments. */
  readonly remedy: string;
}

export function tableEvidence({ source, query, title, table, remedy }: Shown, { byteCap }: ToolContext): EvidenceDraft {
  return { source, query, title, ...boundedTable(table, byteCap, remedy) };
}

const titles: Readonly<Record<StorageSource, string>> = {
  backup: 'backups of',
  event: 'events of',
  metric: 'measurements of',
  object: 'state of',
};

/** Collects what shows findings. `offset` pieces of evidence stand before those that are collected here. */
export function findingEvidence(
  state: StorageState,
  metricQuery: string,
  offset: number,
): FindingEvidence<StorageSource> {
  return new FindingEvidence<StorageSource>({
    system: state.source,
    titles,
    offset,
    queryOf({ source, object }) {
      if (source === 'backup') return Backups.queryOf(object.name);
      if (source === 'metric') return metricQuery;
      if (source === 'event') return `${state.queryOf('Event')}\ninvolvedObject.name=${object.name}`;
      return isKnown(object.kind)
        ? `${state.queryOf(object.kind)}\nmetadata.name=${object.name}`
        : `${object.kind} ${object.name}`;
    },
  });
}

function isKnown(kind: string): kind is StorageKind {
  return Object.hasOwn(resources, kind);
}
