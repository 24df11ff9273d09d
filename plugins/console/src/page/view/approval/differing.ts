import type { Change } from '@hexaops/core';

/**
 * The changes but those of which both values are known and the same. Null is what is not there, or what nobody has read:
 * that is never told as unchanged.
 */
export function differing(changes: readonly Change[]): readonly Change[] {
  return changes.filter(({ before, after }) => before == null || !isSame(before, after));
}

function isSame(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const [mine, others] = [Object.entries(left), new Map<string, unknown>(Object.entries(right))];
  return (
    mine.length === others.size && mine.every(([name, value]) => others.has(name) && isSame(value, others.get(name)))
  );
}
