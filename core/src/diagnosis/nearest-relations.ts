import type { ObjectReference, Relation } from '../run/finding.ts';
import { keyOfObject } from './object-key.ts';

/**
 * The relations in the order in which they are to be kept: first those that lead from these objects to others, or from others to
 * them, directly or through others, the nearest first: what one finding explains, or is explained by, whoever has found the
 * other. Then the rest, as they come: what was found by others may be joined by what was found well. Linear in their number.
 */
export function nearestRelations(
  relations: readonly Relation[],
  objects: readonly ObjectReference[],
): readonly Relation[] {
  const around = new Map<string, Relation[]>();
  for (const relation of relations) {
    for (const key of new Set([keyOfObject(relation.from), keyOfObject(relation.to)])) {
      const known = around.get(key);
      if (known === undefined) around.set(key, [relation]);
      else known.push(relation);
    }
  }
  const seen = new Set(objects.map(keyOfObject));
  const nearest = new Set<Relation>();
  // A set tells what is added to it while it is gone through.
  for (const key of seen) {
    for (const relation of around.get(key) ?? []) {
      nearest.add(relation);
      seen.add(keyOfObject(relation.from)).add(keyOfObject(relation.to));
    }
  }
  for (const relation of relations) nearest.add(relation);
  return [...nearest];
}
