import { fitting, jsonBytes } from './bytes.ts';
import { fairShares } from './fair-shares.ts';

export interface Pruned {
  /** Undefined where nothing of it fits. */
  readonly value: unknown;
  /** What is not there any more: `3 parts left out: spec.template, status`. */
  readonly left: string;
}

const deepest = 8;
const mostNamed = 4;
const longestPath = 60;

/**
 * A tree of JSON within so many bytes: members and items are kept whole, in their order, or are themselves pruned; a list
 * ends where it is cut. No text is ever cut.
 */
export function prune(tree: unknown, bytes: number): Pruned {
  const paths: string[] = [];
  const value = pruned(tree, bytes, '', paths, deepest);
  const named = paths.slice(0, mostNamed).map((path) => path.slice(0, longestPath).toWellFormed() || 'all');
  const more = paths.length > named.length ? ` and ${paths.length - named.length} more` : '';
  return {
    value,
    left: `${paths.length === 1 ? '1 part' : `${paths.length} parts`} left out: ${named.join(', ')}${more}`,
  };
}

function pruned(tree: unknown, bytes: number, path: string, paths: string[], depth: number): unknown {
  if (jsonBytes(tree) <= bytes) return tree;
  if (isTree(tree) && depth > 0 && bytes > 2) {
    const noted: string[] = [];
    const value = Array.isArray(tree)
      ? prunedItems(tree, bytes, path, noted, depth)
      : prunedMembers(tree, bytes, path, noted, depth);
    if (jsonBytes(value) > 2) {
      paths.push(...noted);
      return value;
    }
  }
  paths.push(path);
  return undefined;
}

/** The first items; a list ends with the first that is not whole. */
function prunedItems(
  items: readonly unknown[],
  bytes: number,
  path: string,
  paths: string[],
  depth: number,
): unknown[] {
  const kept: unknown[] = [...fitting(items, bytes - 1)];
  const next = items[kept.length];
  const left = bytes - jsonBytes(kept) - 1;
  const noted: string[] = [];
  const part = isTree(next) && left > 2 ? pruned(next, left, `${path}[${kept.length}]`, noted, depth - 1) : undefined;
  if (part !== undefined) {
    kept.push(part);
    paths.push(...noted);
  }
  const missing = items.length - kept.length;
  if (missing > 0) paths.push(`the last ${missing} of ${path === '' ? 'the list' : path}`);
  return kept;
}

/** Small members stay whole, large ones share what is left. */
function prunedMembers(object: object, bytes: number, path: string, paths: string[], depth: number): object {
  const members = Object.entries(object);
  const sizes = members.map(([name, value]) => jsonBytes(name) + 2 + jsonBytes(value));
  const shares = fairShares(sizes, bytes - 2);
  const kept = members.flatMap(([name, value], index): [string, unknown][] => {
    const room = (shares[index] ?? 0) - jsonBytes(name) - 2;
    const part = pruned(value, room, path === '' ? name : `${path}.${name}`, paths, depth - 1);
    return part === undefined ? [] : [[name, part]];
  });
  return Object.fromEntries(kept);
}

function isTree(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
