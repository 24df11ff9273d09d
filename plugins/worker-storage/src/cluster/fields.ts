/** A member of a tree of JSON, wherever it is missing or of another shape: undefined. */
export function at(tree: unknown, ...path: readonly string[]): unknown {
  let value = tree;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = Reflect.get(value, name);
  }
  return value ?? undefined;
}

export function textAt(tree: unknown, ...path: readonly string[]): string | undefined {
  const value = at(tree, ...path);
  return typeof value === 'string' ? value : undefined;
}

export function listAt(tree: unknown, ...path: readonly string[]): readonly unknown[] {
  const value = at(tree, ...path);
  return Array.isArray(value) ? value : [];
}

export function textsAt(tree: unknown, ...path: readonly string[]): readonly string[] {
  return listAt(tree, ...path).filter((value) => typeof value === 'string');
}
