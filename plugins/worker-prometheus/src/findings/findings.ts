import type { Finding, ToolContext } from '@hexaops/core';
import { findingsOf, rankFindings, type ShownFact } from '@hexaops/core/diagnosis';

/** What the rules of this moment make of facts, the likeliest first. Each cites the evidence that `evidence` tells for it. */
export function findingsFrom(
  facts: readonly ShownFact<'metric'>[],
  { rules, caller }: ToolContext,
  evidence: (fact: ShownFact<'metric'>) => readonly number[],
): readonly Finding[] {
  const cited = new Map(facts.flatMap((fact) => fact.evidence.map((shown) => [shown, evidence(fact)] as const)));
  const found = findingsOf(facts, rules, caller.workspace).map(({ evidence: shown, ...finding }) => ({
    ...finding,
    evidence: [...new Set(shown.flatMap((reference) => cited.get(reference) ?? []))],
  }));
  return rankFindings(found, []);
}
