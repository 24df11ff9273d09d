import {
  type EvidenceDraft,
  nameOfObject,
  type ObjectReference,
  type Relation,
  type ToolContext,
  type ToolResult,
} from '@hexaops/core';
import { FindingEvidence, findingsOf, rankFindings } from '@hexaops/core/diagnosis';
import type { ReleaseFact, Source } from '../diagnosis/index.ts';
import type { Records } from '../releases/index.ts';
import { apisOfKind } from './kind-apis.ts';

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
    queryOf: ({ source: way, object }) => (way === 'object' ? queryOfObject(object) : query),
  });
  const ranked = rankFindings(findingsOf(facts, rules, caller.workspace), relations);
  const findings = ranked.map((finding) => shown.add(finding));
  return { evidence: [...first, ...shown.drafts(byteCap)], findings, relations };
}

/** The request that shows the object; its name where only the cluster knows the path of its kind. */
function queryOfObject(object: ObjectReference): string {
  const api = apisOfKind.get(object.kind);
  if (api === undefined || object.namespace === undefined) return nameOfObject(object);
  const root = api.group === '' ? `/api/${api.version}` : `/apis/${api.group}/${api.version}`;
  return `GET ${root}/namespaces/${object.namespace}/${api.resource}/${object.name}`;
}
