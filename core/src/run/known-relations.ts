import type { ObjectReference, Relation } from './finding.ts';

/** Of one run. What comes after them ranks nothing: findings of many thousand objects are ranked by those that were told first. */
const most = 5_000;

/** What was known, and what of the told is new. Steps that look at the same objects tell the same; each is kept once. */
export function withRelations(known: readonly Relation[], told: readonly Relation[] = []): readonly Relation[] {
  if (told.length === 0 || known.length >= most) return known;
  const all = new Map(known.map((relation) => [keyOf(relation), relation]));
  for (const relation of told) {
    const key = keyOf(relation);
    if (!all.has(key)) all.set(key, relation);
  }
  return all.size === known.length ? known : [...all.values()].slice(0, most);
}

/** From what to what: how the one needs the other makes no difference to the order of findings. */
function keyOf({ from, to }: Relation): string {
  return JSON.stringify([plain(from), plain(to)]);
}

function plain({ kind, namespace, name }: ObjectReference): readonly (string | undefined)[] {
  return [kind, namespace, name];
}
