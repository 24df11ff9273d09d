import type { Finding, ObjectReference, Relation } from '@hexaops/core';
import { type CompiledRules, renderAction } from '@hexaops/core/rules';
import type { ClusterSnapshot, Unavailable } from '../cluster/snapshot.ts';
import { deriveFacts } from '../facts/derive.ts';
import { type ClusterFact, type EvidenceReference, keyOf } from '../facts/fact.ts';
import { withoutGuesses } from './guesses.ts';
import { ownCauses } from './own-causes.ts';
import { rankFindings } from './rank.ts';

/** A finding that still bears what shows it, rather than references into a run's evidence. */
export type DiagnosedFinding = Omit<Finding, 'evidence'> & { readonly evidence: readonly EvidenceReference[] };

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
  const found = withoutGuesses(merge(facts.flatMap((fact) => findingsOf(fact, rules, options.workspace))));
  const ranked = rankFindings(found, relations, ownCauses).filter(
    ({ confidence }) => confidence >= (options.minimumConfidence ?? 0),
  );
  return { findings: withinNamespace(ranked, options.namespace), relations, unavailable: snapshot.unavailable };
}

function findingsOf(fact: ClusterFact, rules: CompiledRules, workspace: string | undefined): DiagnosedFinding[] {
  const seen = workspace === undefined ? fact : { ...fact, workspace };
  return rules.fired('diagnose', seen).flatMap(({ id, actions }) =>
    actions.map((action): DiagnosedFinding => {
      const { cause, object, severity, confidence, summary, remedy } = renderAction(action, fact).finding;
      return {
        cause,
        object: isReference(object) ? object : fact.object,
        severity: severity ?? 'warning',
        confidence: confidence ?? 0.5,
        summary: summary ?? cause,
        evidence: fact.evidence,
        ...(remedy === undefined ? {} : { remedy }),
        rule: id,
      };
    }),
  );
}

function isReference(value: unknown): value is ObjectReference {
  return typeof value === 'object' && value !== null && 'kind' in value && 'name' in value;
}

const mostEvidence = 8;

/** One finding for a cause of an object: the most certain, with the evidence of all. */
function merge(findings: readonly DiagnosedFinding[]): DiagnosedFinding[] {
  const merged = new Map<string, DiagnosedFinding>();
  for (const finding of findings) {
    const key = `${finding.cause} ${keyOf(finding.object)}`;
    const known = merged.get(key);
    const [best, other] =
      known === undefined || finding.confidence > known.confidence ? [finding, known] : [known, finding];
    const texts = new Set(best.evidence.map(({ text }) => text));
    const more = (other?.evidence ?? []).filter(({ text }) => !texts.has(text));
    merged.set(key, { ...best, evidence: [...best.evidence, ...more].slice(0, mostEvidence) });
  }
  return [...merged.values()];
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
