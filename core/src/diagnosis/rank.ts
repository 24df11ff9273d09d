import type { ObjectReference, Relation } from '../run/finding.ts';
import { keyOfObject } from './object-key.ts';

/** What ranking needs of a finding; it knows nothing of any system. */
export interface Rankable {
  readonly cause: string;
  readonly object: ObjectReference;
  readonly severity: 'critical' | 'warning' | 'info';
  readonly confidence: number;
  readonly symptomOf?: ObjectReference;
  readonly ownFault?: true;
}

/** A finding that is less certain than this explains nothing. */
export const explainsFrom = 0.6;
const severities = ['critical', 'warning', 'info'] as const;

/**
 * The likeliest root cause first. A finding is a symptom where something that its object needs, directly or not, has a
 * more certain finding, unless it is the object's own fault, as those with one of `ownCauses` are marked to be; symptoms come
 * after all others. The order depends on the findings alone, not on their order, and ranking again what is ranked, with
 * relations among the same, changes nothing.
 */
export function rankFindings<F extends Rankable>(
  findings: readonly F[],
  relations: readonly Relation[],
  ownCauses: ReadonlySet<string> = new Set(),
): readonly F[] {
  const explanations = strongestBelow(findings, relations);
  const marked = findings.map((finding): F => {
    if (ownCauses.has(finding.cause)) return { ...finding, ownFault: true };
    const root = explanations.get(keyOfObject(finding.object));
    const isSymptom =
      root !== undefined &&
      finding.ownFault !== true &&
      root.confidence > finding.confidence &&
      keyOfObject(root.object) !== keyOfObject(finding.object);
    return isSymptom ? { ...finding, symptomOf: root.object } : finding;
  });
  const explained = new Map<string, number>();
  for (const { symptomOf } of marked) {
    if (symptomOf !== undefined)
      explained.set(keyOfObject(symptomOf), (explained.get(keyOfObject(symptomOf)) ?? 0) + 1);
  }
  return marked.sort(
    (a, b) =>
      Number(a.symptomOf !== undefined) - Number(b.symptomOf !== undefined) ||
      b.confidence - a.confidence ||
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      (explained.get(keyOfObject(b.object)) ?? 0) - (explained.get(keyOfObject(a.object)) ?? 0) ||
      compare(keyOfObject(a.object), keyOfObject(b.object)) ||
      compare(a.cause, b.cause),
  );
}

/** For each object, the most certain finding among those of itself and of everything that it needs. Linear: each object is visited once. */
function strongestBelow<F extends Rankable>(
  findings: readonly F[],
  relations: readonly Relation[],
): ReadonlyMap<string, F> {
  const dependants = new Map<string, string[]>();
  for (const { from, to } of relations) {
    const key = keyOfObject(to);
    const found = dependants.get(key);
    if (found === undefined) dependants.set(key, [keyOfObject(from)]);
    else found.push(keyOfObject(from));
  }
  const strongest = new Map<string, F>();
  const roots = findings
    .filter(({ confidence }) => confidence >= explainsFrom)
    .sort(
      (a, b) =>
        b.confidence - a.confidence ||
        compare(keyOfObject(a.object), keyOfObject(b.object)) ||
        compare(a.cause, b.cause),
    );
  for (const root of roots) {
    const queue = [keyOfObject(root.object)];
    for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
      if (strongest.has(key)) continue;
      strongest.set(key, root);
      queue.push(...(dependants.get(key) ?? []));
    }
  }
  return strongest;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
