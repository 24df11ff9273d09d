import { ageOf, type Table } from '@hexaops/core';
import { type Kind, type ObjectsByKind, resourceOf } from '../../cluster/index.ts';
import { clusterColumns } from './columns/cluster.ts';
import type { Column, ColumnsByKind } from './columns/column.ts';
import { networkColumns } from './columns/network.ts';
import { workloadColumns } from './columns/workloads.ts';

const columnsByKind: ColumnsByKind = { ...workloadColumns, ...networkColumns, ...clusterColumns };

/** Names and ages of events say nothing: what they are about does. */
const unnamed: ReadonlySet<Kind> = new Set(['Event']);

/** Objects of one kind as a table: namespace, name, what matters of the kind, age at `now` (milliseconds since the epoch). */
export function tableOf<K extends Kind>(kind: K, objects: readonly ObjectsByKind[K][], now: number): Table {
  const columns = columnsOf(kind);
  const { namespaced } = resourceOf(kind);
  const named = !unnamed.has(kind);
  return {
    columns: [
      ...(namespaced ? ['namespace'] : []),
      ...(named ? ['name'] : []),
      ...columns.map(({ title }) => title),
      ...(named ? ['age'] : []),
    ],
    rows: objects.map((object) => {
      const { name, namespace, creationTimestamp } = object.metadata;
      return [
        ...(namespaced ? [namespace ?? ''] : []),
        ...(named ? [name] : []),
        ...columns.map((column) => column.value(object, now) ?? null),
        ...(named ? [ageOf(creationTimestamp, now)] : []),
      ];
    }),
  };
}

function columnsOf<K extends Kind>(kind: K): readonly Column<K>[] {
  return (columnsByKind as { readonly [P in K]?: readonly Column<P>[] })[kind] ?? [];
}
