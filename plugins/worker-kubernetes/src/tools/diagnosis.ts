import type { EvidenceDraft, ToolContext, ToolResult } from '@hexaops/core';
import type { CompiledRules } from '@hexaops/core/rules';
import type { ClusterSnapshot } from '../cluster/index.ts';
import { diagnose, type DiagnosedFinding, type Diagnosis, loadDiagnoseRules } from '../diagnosis/index.ts';
import type { ClusterAccess } from './access.ts';
import { FindingEvidence } from './presentation/finding-evidence.ts';

/** The plugin's own rules, compiled at the first diagnosis and kept. */
export class DiagnoseRules {
  #rules: Promise<CompiledRules> | undefined;

  load(): Promise<CompiledRules> {
    // Not the signal of one call: what it loads serves all of them.
    this.#rules ??= loadDiagnoseRules(AbortSignal.timeout(10_000)).catch((error: unknown) => {
      this.#rules = undefined;
      throw error;
    });
    return this.#rules;
  }
}

export interface WorkspaceDiagnosis {
  readonly snapshot: ClusterSnapshot;
  readonly diagnosis: Diagnosis;
}

/** Reads the namespaces, all of the workspace where none is named, and names what is wrong in them. */
export async function diagnoseNamespaces(
  access: ClusterAccess,
  rules: DiagnoseRules,
  namespaces: readonly string[] | undefined,
  context: ToolContext,
): Promise<WorkspaceDiagnosis> {
  const [snapshot, compiled] = await Promise.all([
    access.snapshot(context, namespaces === undefined ? {} : { namespaces }),
    rules.load(),
  ]);
  const [namespace, another] = namespaces ?? [];
  const options = namespace === undefined || another !== undefined ? {} : { namespace };
  return { snapshot, diagnosis: diagnose(snapshot, compiled, options) };
}

/** Findings with their evidence as a tool gives them, behind the evidence `first`. */
export function resultOf(
  access: ClusterAccess,
  { snapshot, diagnosis }: WorkspaceDiagnosis,
  findings: readonly DiagnosedFinding[],
  { byteCap }: ToolContext,
  first: readonly EvidenceDraft[] = [],
): Required<Pick<ToolResult, 'evidence' | 'findings' | 'relations' | 'unavailable'>> {
  const shown = new FindingEvidence(access.queries, first.length);
  const described = findings.map((finding) => shown.add(finding));
  const about = new Set(findings.flatMap(({ object }) => keyOf(object)));
  return {
    evidence: [...first, ...shown.drafts(byteCap)],
    findings: described,
    // The findings are ranked already; those between their objects let others be ranked among them.
    relations: diagnosis.relations.filter(({ from, to }) => about.has(keyOf(from)) && about.has(keyOf(to))),
    unavailable: snapshot.unavailable.map(({ source, reason }) => ({ source, reason })),
  };
}

export function keyOf({
  kind,
  namespace,
  name,
}: {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}): string {
  return `${kind}/${namespace ?? ''}/${name}`;
}
