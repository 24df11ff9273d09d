import { isDeepStrictEqual } from 'node:util';
import type { Change } from '../extension/tool.ts';

/** Deeper values are compared whole. */
const deepest = 64;

/**
 * What is different between two values of JSON, by path: `spec.template.spec.containers[name=server].image`. All of it:
 * what a preview left out would be approved unseen. Elements of a list are the same by their names where each has one of
 * its own, as in Kubernetes, and by their places otherwise.
 */
export function differences(before: unknown, after: unknown, path: string): readonly Change[] {
  return compare(before, after, path, 0);
}

function compare(before: unknown, after: unknown, path: string, depth: number): readonly Change[] {
  if (Object.is(before, after)) return [];
  if (!isTree(before) || !isTree(after) || Array.isArray(before) !== Array.isArray(after) || depth === deepest) {
    return [{ path, before: before ?? null, after: after ?? null }];
  }
  const isNamed = namesOf(before) !== undefined && namesOf(after) !== undefined;
  const left = membersOf(before, isNamed);
  const right = membersOf(after, isNamed);
  const changes = [...new Set([...left.keys(), ...right.keys()])].flatMap((key) =>
    compare(left.get(key), right.get(key), `${path}${key}`, depth + 1),
  );
  // Places in a list of names mean something too.
  if (changes.length > 0 || !isNamed || isDeepStrictEqual([...left.keys()], [...right.keys()])) return changes;
  return [{ path, before: namesOf(before) ?? null, after: namesOf(after) ?? null }];
}

/** Members by what they add to a path. */
function membersOf(tree: object, isNamed: boolean): ReadonlyMap<string, unknown> {
  if (!Array.isArray(tree)) return new Map(Object.entries(tree).map(([key, value]) => [memberOf(key), value]));
  const names = isNamed ? namesOf(tree) : undefined;
  return new Map(
    tree.map((element: unknown, index) => {
      const name = names?.[index];
      return [name === undefined ? `[${index}]` : `[name=${name}]`, element];
    }),
  );
}

/** The names of a list's elements, each different; undefined where that is not so. */
function namesOf(tree: object): readonly string[] | undefined {
  if (!Array.isArray(tree)) return undefined;
  const names = tree.map((element: unknown) => (isTree(element) && 'name' in element ? element.name : undefined));
  const named = names.filter((name) => typeof name === 'string');
  return named.length === tree.length && new Set(named).size === named.length ? named : undefined;
}

function memberOf(key: string): string {
  return /^\w+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function isTree(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
