import type { ObjectReference, Relation } from '@hexaops/core';
import type { DiagnosedFinding } from '../diagnosis/index.ts';
import { keyOf } from '../facts/fact.ts';

/**
 * The findings about the object and its pods, and those about what it needs, which may explain it: those of the object
 * itself first unless they are symptoms, then causes in their own order.
 */
export function concerning(
  findings: readonly DiagnosedFinding[],
  relations: readonly Relation[],
  family: readonly ObjectReference[],
): readonly DiagnosedFinding[] {
  const own = new Set(family.map(keyOf));
  const needed = new Set(own);
  const next = Map.groupBy(relations, ({ from }) => keyOf(from));
  const queue = [...own];
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    for (const { to } of next.get(key) ?? []) {
      if (needed.has(keyOf(to))) continue;
      needed.add(keyOf(to));
      queue.push(keyOf(to));
    }
  }
  // What sends requests to the object is as much of its business as what it needs: a Service without endpoints.
  for (const { from, to } of relations) if (own.has(keyOf(to)) && from.kind === 'Service') needed.add(keyOf(from));
  const rank = ({ object, symptomOf }: DiagnosedFinding) =>
    symptomOf !== undefined ? 2 : own.has(keyOf(object)) ? 0 : 1;
  return findings.filter(({ object }) => needed.has(keyOf(object))).toSorted((a, b) => rank(a) - rank(b));
}
