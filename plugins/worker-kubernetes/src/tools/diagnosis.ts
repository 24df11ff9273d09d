import type { EvidenceDraft, ObjectReference, ToolContext, ToolResult } from '@hexaops/core';
import { nearestRelations } from '@hexaops/core/diagnosis';
import type { ClusterSnapshot } from '../cluster/index.ts';
import { diagnose, type DiagnosedFinding, type Diagnosis } from '../diagnosis/index.ts';
import type { ClusterAccess } from './access.ts';
import { withMeasured } from './measurements.ts';
import { findingEvidence } from './presentation/finding-evidence.ts';

/** Of one answer. The findings are ranked already: these let those of others be ranked among them. */
const mostRelations = 300;

export interface WorkspaceDiagnosis {
  readonly snapshot: ClusterSnapshot;
  readonly diagnosis: Diagnosis;
}

/** Reads the namespaces, all of the workspace where none is named, and names what is wrong in them. */
export async function diagnoseNamespaces(
  access: ClusterAccess,
  namespaces: readonly string[] | undefined,
  context: ToolContext,
): Promise<WorkspaceDiagnosis> {
  const [read, measured] = await Promise.all([
    access.snapshot(context, namespaces === undefined ? {} : { namespaces }),
    access.measurements(context, namespaces),
  ]);
  const snapshot = withMeasured(read, measured);
  const [namespace, another] = namespaces ?? [];
  const { workspace } = context.caller;
  const options = namespace === undefined || another !== undefined ? { workspace } : { workspace, namespace };
  return { snapshot, diagnosis: diagnose(snapshot, context.rules, options) };
}

/** Of what is asked about, `about` and what belongs to it, what is found. */
interface Found {
  readonly findings: readonly DiagnosedFinding[];
  readonly about?: readonly ObjectReference[];
}

/** Findings with their evidence as a tool gives them, behind the evidence `first`. */
export function resultOf(
  access: ClusterAccess,
  { snapshot, diagnosis }: WorkspaceDiagnosis,
  { findings, about = [] }: Found,
  { byteCap }: ToolContext,
  first: readonly EvidenceDraft[] = [],
): Required<Pick<ToolResult, 'evidence' | 'findings' | 'relations' | 'unavailable'>> {
  const shown = findingEvidence(access.queries, first.length, snapshot.supplements.metricQueries);
  const described = findings.map((finding) => shown.add(finding));
  return {
    evidence: [...first, ...shown.drafts(byteCap)],
    findings: described,
    relations: nearestRelations(diagnosis.relations, [...about, ...findings.map(({ object }) => object)]).slice(
      0,
      mostRelations,
    ),
    unavailable: snapshot.unavailable.map(({ source, reason }) => ({ source, reason })),
  };
}
