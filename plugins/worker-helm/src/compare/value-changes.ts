import { differences } from '@hexaops/core';
import { bounded, type Json, type Release } from '../record/index.ts';
import { effectiveValues } from './effective-values.ts';

export interface ValueChange {
  /** In the values: `image.tag`. */
  readonly path: string;
  /** Null where there was none, or is none. */
  readonly before: Json;
  readonly after: Json;
  /** Whether somebody has set it, or the chart's own default is another one. */
  readonly origin: 'set' | 'default';
}

/** What templates saw differently in two revisions. */
export function valueChanges(before: Release, after: Release): readonly ValueChange[] {
  const set = new Set(differences(before.values, after.values, '').map(({ path }) => path));
  return differences(effectiveValues(before), effectiveValues(after), '').map((change) => ({
    path: withoutDot(change.path),
    before: bounded(change.before),
    after: bounded(change.after),
    origin: [...set].some((path) => isWithin(change.path, path) || isWithin(path, change.path)) ? 'set' : 'default',
  }));
}

export function withoutDot(path: string): string {
  return path.replace(/^\./, '');
}

/** Whether a path is another one, or leads through it. */
function isWithin(path: string, other: string): boolean {
  return path === other || (path.startsWith(other) && /[.[]/.test(path.charAt(other.length)));
}
