import type { Cell } from '@hexaops/core';
import type { Kind, ObjectsByKind } from '../../../cluster/index.ts';

/** One column of a list: its title, and its value for an object at a moment in milliseconds since the epoch. */
export interface Column<K extends Kind> {
  readonly title: string;
  readonly value: (object: ObjectsByKind[K], now: number) => Cell | undefined;
}

export type ColumnsByKind = { readonly [K in Kind]?: readonly Column<K>[] };

export function column<K extends Kind>(title: string, value: Column<K>['value']): Column<K> {
  return { title, value };
}

/** `app=cart,tier=cache` */
export function formatLabels(labels: Readonly<Record<string, unknown>> | undefined): string {
  return Object.entries(labels ?? {})
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(',');
}

export function formatList(values: readonly (string | number | undefined)[]): string {
  return [...new Set(values.filter((value) => value !== undefined && value !== ''))].join(', ');
}
