import type { Candidate } from '@hexaops/core';
import { type Fit, fitOf, fits } from './match.ts';
import { type ObjectWords, readWords } from './words.ts';

/** What the resolver needs of an object. */
export interface Named {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  /** The workload that it belongs to, where it is a pod. */
  readonly workload?: Named;
}

const maximum = 10;

interface Match {
  readonly object: Named;
  readonly fit: Fit;
  /** In length, between the words and the name. */
  readonly difference: number;
  /** The kind that was said is another one, or the namespace. */
  readonly elsewhere: boolean;
}

/**
 * The objects that a person's words may name, best first, at most 10. `kinds` are those asked for, the preferred first:
 * of objects of the same name in the same namespace only one of the first such kind is given. Exact ones stand alone:
 * near ones are given only where there is no exact one.
 */
export function candidatesAmong(
  words: string,
  kinds: readonly string[],
  objects: readonly Named[],
): readonly Candidate[] {
  const read = readWords(words);
  const namespaces = new Set(objects.map(({ namespace, kind, name }) => (kind === 'Namespace' ? name : namespace)));
  const readings = readingsOf(read, namespaces);
  const matches = readings.flatMap((reading) => objects.flatMap((object) => matchOf(reading, object, kinds)));
  return choose(matches, kinds);
}

/** `checkout in shop` is the namespace shop where there is one, else a name of many words. */
function readingsOf(words: ObjectWords, namespaces: ReadonlySet<string | undefined>): readonly ObjectWords[] {
  const { perhaps } = words;
  if (perhaps === undefined) return [words];
  const placed = { name: perhaps.name, kinds: words.kinds, loosely: words.loosely, namespace: perhaps.namespace };
  return namespaces.has(perhaps.namespace) ? [placed] : [words, placed];
}

function matchOf(words: ObjectWords, object: Named, kinds: readonly string[]): readonly Match[] {
  const fit = fitOf(words, object.name.toLowerCase());
  if (fit === undefined) return [];
  const difference = Math.abs(object.name.length - words.name.length);
  if (kinds.includes(object.kind)) {
    const elsewhere = isInOtherNamespace(words, object) || isOfOtherKind(words, object, kinds);
    return [{ object, fit, difference, elsewhere }];
  }
  // A pod names its workload, but not for a write: anybody may give a pod an owner.
  const { workload } = object;
  if (workload === undefined || !kinds.includes(workload.kind)) return [];
  return [{ object: workload, fit, difference, elsewhere: true }];
}

function isInOtherNamespace({ namespace }: ObjectWords, object: Named): boolean {
  return namespace !== undefined && object.namespace !== undefined && object.namespace.toLowerCase() !== namespace;
}

/** `service` and `pod` are said of workloads too, unless they are asked for and stand before the name. */
function isOfOtherKind(words: ObjectWords, object: Named, asked: readonly string[]): boolean {
  if (words.kinds.length === 0 || words.kinds.includes(object.kind)) return false;
  const isSpoken = words.kinds.includes('Service') || words.kinds.includes('Pod');
  return !isSpoken || (!words.loosely && words.kinds.some((kind) => asked.includes(kind)));
}

function choose(matches: readonly Match[], kinds: readonly string[]): readonly Candidate[] {
  const exact = matches.filter(({ fit, elsewhere }) => !elsewhere && (fit === 'verbatim' || fit === 'spelled'));
  const verbatim = exact.filter(({ fit }) => fit === 'verbatim');
  if (verbatim.length > 0) return asCandidates(verbatim, kinds, 'exact');
  if (exact.length > 0) return asCandidates(exact, kinds, 'exact');
  const alike = matches.filter(({ fit }) => fit !== 'typo');
  return asCandidates(alike.length > 0 ? alike : matches, kinds, 'near');
}

function asCandidates(
  matches: readonly Match[],
  kinds: readonly string[],
  match: Candidate['match'],
): readonly Candidate[] {
  const sorted = matches.toSorted(
    (a, b) =>
      Number(a.elsewhere) - Number(b.elsewhere) ||
      fits.indexOf(a.fit) - fits.indexOf(b.fit) ||
      kinds.indexOf(a.object.kind) - kinds.indexOf(b.object.kind) ||
      a.difference - b.difference ||
      order(a.object, b.object),
  );
  const chosen = new Map<string, Candidate>();
  for (const { object } of sorted) {
    const { kind, namespace, name } = object;
    const key = namespace === undefined ? `/${kind}/${name}` : `${namespace}/${name}`;
    if (!chosen.has(key)) chosen.set(key, { kind, ...(namespace !== undefined && { namespace }), name, match });
    if (chosen.size === maximum) break;
  }
  return [...chosen.values()];
}

function order(a: Named, b: Named): number {
  const left = `${a.namespace ?? ''}/${a.name}`;
  const right = `${b.namespace ?? ''}/${b.name}`;
  return left < right ? -1 : left > right ? 1 : 0;
}
