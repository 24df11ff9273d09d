import type { Change } from '@hexaops/core';

/**
 * What is different between two values of JSON, by path: `spec.containers[0].image`. All of it: what a preview left out
 * would be approved unseen.
 */
export function differences(before: unknown, after: unknown, path: string): readonly Change[] {
  if (Object.is(before, after)) return [];
  if (!isTree(before) || !isTree(after) || Array.isArray(before) !== Array.isArray(after)) {
    return [{ path, before: before ?? null, after: after ?? null }];
  }
  const isList = Array.isArray(before);
  const left: ReadonlyMap<string, unknown> = new Map(Object.entries(before));
  const right: ReadonlyMap<string, unknown> = new Map(Object.entries(after));
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((key) =>
    differences(left.get(key), right.get(key), isList ? `${path}[${key}]` : `${path}${member(key)}`),
  );
}

function member(key: string): string {
  return /^\w+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function isTree(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
