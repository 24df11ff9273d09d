import type { Relation } from '@hexaops/core';
import { findingsOf, rankFindings, type ShownFinding, withoutGuesses } from '@hexaops/core/diagnosis';
import type { CompiledRules } from '@hexaops/core/rules';
import type { ClusterSnapshot, Unavailable } from '../cluster/snapshot.ts';
import { deriveFacts } from '../facts/derive.ts';
import { type EvidenceSource, keyOf } from '../facts/fact.ts';
import { ownCauses } from './own-causes.ts';

export type DiagnosedFinding = ShownFinding<EvidenceSource>;

export interface DiagnoseOptions {
  /** Whose own rules count beside those of all. */
  readonly workspace?: string;
  /** Only what is of this namespace, of the cluster as a whole, or explains something of this namespace. */
  readonly namespace?: string;
  /** 0 to 1; findings that are less certain are left out. 0 unless told. */
  readonly minimumConfidence?: number;
}

export interface Diagnosis {
  /** The likeliest root cause first. */
  readonly findings: readonly DiagnosedFinding[];
  readonly relations: readonly Relation[];
  readonly unavailable: readonly Unavailable[];
}

/** Names the root causes that the snapshot shows. The same snapshot and rules always give the same findings. */
export function diagnose(snapshot: ClusterSnapshot, rules: CompiledRules, options: DiagnoseOptions = {}): Diagnosis {
  const { facts, relations } = deriveFacts(snapshot);
  const found = withoutGuesses(findingsOf(facts, rules, options.workspace));
  const ranked = rankFindings(found, relations, ownCauses).filter(
    ({ confidence }) => confidence >= (options.minimumConfidence ?? 0),
  );
  return { findings: withinNamespace(ranked, options.namespace), relations, unavailable: snapshot.unavailable };
}

function withinNamespace(
  findings: readonly DiagnosedFinding[],
  namespace: string | undefined,
): readonly DiagnosedFinding[] {
  if (namespace === undefined) return findings;
  const isOwn = ({ object }: DiagnosedFinding) =>
    object.kind === 'Namespace'
      ? object.name === namespace
      : object.namespace === undefined || object.namespace === namespace;
  const roots = new Set(
    findings.filter(isOwn).flatMap(({ symptomOf }) => (symptomOf === undefined ? [] : [keyOf(symptomOf)])),
  );
  return findings.filter((finding) => isOwn(finding) || roots.has(keyOf(finding.object)));
}
