import type { Item, Key } from './item.ts';
import type { RowsBuilder } from './rows.ts';
import { expectedShare, sharedTestsFirst } from './selectivity.ts';
import type { SlotGroup } from './slots.ts';
import { type Branch, type Tree, TreeWriter } from './tree.ts';

/** Fewer rules are tested one by one sooner than they are found by a key. */
const smallestNode = 40;
const smallestBranch = 14;
/** Places in the tree that one rule may have: a bound on memory. */
const maximumCopies = 64;

/** Builds the tree over the items, the most selective key first. Rows that are tested one by one go to `rows`. */
export function buildTree(items: readonly Item[], rows: RowsBuilder): Tree {
  const tree = new TreeWriter();
  return tree.finish(buildNode(items, rows, tree));
}

function buildNode(items: readonly Item[], rows: RowsBuilder, tree: TreeWriter): number {
  const hits = items.filter(isDecided).map(({ ordinal }) => ordinal);
  const open = items.filter((item) => !isDecided(item));
  const { flat, byGroup } = partition(open);
  const start = rows.length;
  const segments = rows.add(sharedTestsFirst(flat));
  const branches = [...byGroup].map(([group, keyed]) => buildBranch(group, keyed, rows, tree));
  return tree.write({ hits, start, segments, branches });
}

function isDecided({ tests, keys }: Item): boolean {
  return tests.length === 0 && keys.length === 0;
}

interface KeyedItem {
  readonly item: Item;
  readonly key: Key;
}

interface Partition {
  readonly flat: readonly Item[];
  readonly byGroup: ReadonlyMap<SlotGroup, readonly KeyedItem[]>;
}

function partition(items: readonly Item[]): Partition {
  if (items.length < smallestNode) return { flat: items, byGroup: new Map() };
  const flat: Item[] = [];
  const byGroup = new Map<SlotGroup, KeyedItem[]>();
  for (const item of items) {
    const key = bestKey(item);
    if (key === undefined) flat.push(item);
    else {
      const keyed = byGroup.get(key.group) ?? [];
      keyed.push({ item, key });
      byGroup.set(key.group, keyed);
    }
  }
  for (const [group, keyed] of byGroup) {
    if (keyed.length >= smallestBranch) continue;
    flat.push(...keyed.map(({ item }) => item));
    byGroup.delete(group);
  }
  return { flat, byGroup };
}

function bestKey({ keys, copies }: Item): Key | undefined {
  const share = ({ group, alternatives }: Key): number => alternatives.length * expectedShare(group);
  return keys
    .filter(({ alternatives }) => copies * alternatives.length <= maximumCopies)
    .reduce<Key | undefined>((best, key) => (best === undefined || share(key) < share(best) ? key : best), undefined);
}

function buildBranch(group: SlotGroup, keyed: readonly KeyedItem[], rows: RowsBuilder, tree: TreeWriter): Branch {
  const itemsByOffset = new Map<number, Item[]>();
  for (const { item, key } of keyed) {
    const left: Item = {
      ordinal: item.ordinal,
      tests: item.tests.filter((test) => test !== key.passes),
      keys: item.keys.filter((other) => other !== key),
      copies: item.copies * key.alternatives.length,
    };
    for (const { offset } of key.alternatives) {
      const items = itemsByOffset.get(offset) ?? [];
      items.push(left);
      itemsByOffset.set(offset, items);
    }
  }
  return { group, nodes: new Map([...itemsByOffset].map(([offset, own]) => [offset, buildNode(own, rows, tree)])) };
}
