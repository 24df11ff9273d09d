import type { Finding, ObjectReference } from '@hexaops/core';
import type { RunState } from './run-state.ts';

/** A finding, and its place among the run's, counted from 1. */
interface ShownFinding extends Finding {
  readonly place: number;
}

export interface Explained {
  readonly root: ShownFinding;
  readonly symptoms: readonly ShownFinding[];
}

/**
 * The findings of a run, each below the one that explains it in the end: by the ranking of its answer, so that the page and
 * the words name the same cause; what that does not rank comes after, as its own worker has marked it.
 */
export function shownFindings({ findings, ranking }: Pick<RunState, 'findings' | 'ranking'>): readonly Explained[] {
  const placed = findings.map((finding, index): ShownFinding => ({ ...finding, place: index + 1 }));
  const ranked = ranking.flatMap(({ finding: place, symptomOf }): readonly ShownFinding[] => {
    const told = placed[place - 1];
    if (told === undefined) return [];
    const { symptomOf: _own, ...rest } = told;
    return [symptomOf === undefined ? rest : { ...rest, symptomOf }];
  });
  const places = new Set(ranked.map(({ place }) => place));
  return underTheirRoots([...ranked, ...placed.filter(({ place }) => !places.has(place))]);
}

function underTheirRoots(findings: readonly ShownFinding[]): readonly Explained[] {
  const byObject = new Map<string, ShownFinding>();
  for (const finding of findings) {
    const key = keyOf(finding.object);
    if (!byObject.has(key)) byObject.set(key, finding);
  }
  const explained = Map.groupBy(findings, (finding) => rootOf(finding, byObject));
  return findings
    .filter((finding) => rootOf(finding, byObject) === finding)
    .map((root) => ({ root, symptoms: (explained.get(root) ?? []).filter((finding) => finding !== root) }));
}

/** The last finding on the way of explanations; the finding itself where the way leads nowhere, or around. */
function rootOf(finding: ShownFinding, byObject: ReadonlyMap<string, ShownFinding>): ShownFinding {
  const seen = new Set([finding]);
  for (let root = finding; ;) {
    const next = root.symptomOf && byObject.get(keyOf(root.symptomOf));
    if (next === undefined) return root;
    if (seen.has(next)) return finding;
    seen.add(next);
    root = next;
  }
}

function keyOf({ kind, namespace, name }: ObjectReference): string {
  return JSON.stringify([kind, namespace, name]);
}
