import type { Change } from '@hexaops/core';

/** Changes that one preview lists; the others are summed up in the last. */
const longest = 30;

/** What is different between two values of JSON, by path: `spec.containers[0].image`. */
export function differences(before: unknown, after: unknown, path: string): readonly Change[] {
  const found = walk(before, after, path);
  if (found.length <= longest) return found;
  return [
    ...found.slice(0, longest - 1),
    { path, before: `${found.length - longest + 1} more differences`, after: null },
  ];
}

function walk(before: unknown, after: unknown, path: string): readonly Change[] {
  if (Object.is(before, after)) return [];
  if (!isTree(before) || !isTree(after) || Array.isArray(before) !== Array.isArray(after)) {
    return [{ path, before: before ?? null, after: after ?? null }];
  }
  const isList = Array.isArray(before);
  const left: ReadonlyMap<string, unknown> = new Map(Object.entries(before));
  const right: ReadonlyMap<string, unknown> = new Map(Object.entries(after));
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((key) =>
    walk(left.get(key), right.get(key), isList ? `${path}[${key}]` : `${path}${member(key)}`),
  );
}

function member(key: string): string {
  return /^\w+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function isTree(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
