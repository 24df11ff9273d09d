import type { EvidenceDraft, Relation, ToolContext, ToolResult } from '@hexaops/core';
import { FindingEvidence, findingsOf, rankFindings } from '@hexaops/core/diagnosis';
import type { ReleaseFact, Source } from '../diagnosis/index.ts';
import type { Records } from '../releases/index.ts';

const titles: Readonly<Record<Source, string>> = {
  record: 'record of',
  values: 'values of',
  object: 'state of',
};

/** What the rules find in the facts, ranked, behind the evidence that shows the whole. */
export function resultOf(
  facts: readonly ReleaseFact[],
  relations: readonly Relation[],
  first: readonly EvidenceDraft[],
  { source, query }: Pick<Records, 'source' | 'query'>,
  { rules, caller, byteCap }: ToolContext,
): Required<Pick<ToolResult, 'evidence' | 'findings' | 'relations'>> {
  const shown = new FindingEvidence<Source>({
    system: source,
    titles,
    offset: first.length,
    queryOf: ({ source: way, object }) =>
      way === 'object' ? `${object.kind}/${object.namespace ?? ''}/${object.name}` : query,
  });
  const ranked = rankFindings(findingsOf(facts, rules, caller.workspace), relations);
  const findings = ranked.map((finding) => shown.add(finding));
  return { evidence: [...first, ...shown.drafts(byteCap)], findings, relations };
}
