import { differences } from '@hexaops/core';
import { keyOfObject, type ManifestObject } from '../manifest/index.ts';
import { bounded, type Json } from '../record/index.ts';
import { withoutDot } from './value-changes.ts';

export interface FieldChange {
  /** In the object: `spec.replicas`. */
  readonly path: string;
  readonly before: Json;
  readonly after: Json;
}

export interface ObjectChange {
  readonly how: 'added' | 'removed' | 'changed';
  /** As it is after, or was before it was removed. */
  readonly object: ManifestObject;
  /** None of an object that was added or removed. */
  readonly fields: readonly FieldChange[];
}

/** What is different in two manifests, object by object. */
export function manifestChanges(
  before: readonly ManifestObject[],
  after: readonly ManifestObject[],
): readonly ObjectChange[] {
  const left = new Map(before.map((object) => [keyOfObject(object), object]));
  const right = new Map(after.map((object) => [keyOfObject(object), object]));
  const removed = [...left]
    .filter(([key]) => !right.has(key))
    .map(([, object]) => ({ how: 'removed' as const, object, fields: [] }));
  const others = [...right].flatMap(([key, object]): ObjectChange[] => {
    const former = left.get(key);
    if (former === undefined) return [{ how: 'added', object, fields: [] }];
    const fields = differences(former.object, object.object, '').map((change) => ({
      path: withoutDot(change.path),
      before: bounded(change.before),
      after: bounded(change.after),
    }));
    return fields.length === 0 ? [] : [{ how: 'changed', object, fields }];
  });
  return [...others, ...removed];
}
