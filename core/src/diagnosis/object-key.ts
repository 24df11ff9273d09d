import type { ObjectReference } from '../run/finding.ts';

/** A key for maps: equal for equal references. */
export function keyOfObject({ kind, namespace, name }: ObjectReference): string {
  return `${kind}/${namespace ?? ''}/${name}`;
}
