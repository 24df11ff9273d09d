import type { Evidence, Finding, ObjectReference, UnavailableSource } from '@hexaops/core';
import { findingLines } from './finding-lines.ts';
import type { Screen } from './screen.ts';
import { unavailableLines } from './unavailable.ts';

export interface Diagnosis {
  /** The likeliest root cause first. */
  readonly findings: readonly Finding[];
  readonly evidence: readonly Evidence[];
  readonly unavailable: readonly UnavailableSource[];
}

/** Pieces of evidence that people are shown of one finding; programs get all. */
const shownEvidence = 4;

/** For people: the likeliest root cause first, and what could not be read. */
export function findingsText({ findings, evidence, unavailable }: Diagnosis, screen: Screen): string {
  const titles = new Map(evidence.map(({ id, title, query }) => [id, `${title} (${query})`]));
  const shows = (ids: readonly string[]) => ids.slice(0, shownEvidence).map((id) => titles.get(id) ?? id);
  const lines =
    findings.length === 0 ? ['Nothing wrong was found in what could be read.'] : findingLines(findings, shows, screen);
  return [...lines, ...(unavailable.length === 0 ? [] : ['', ...unavailableLines(unavailable, screen)])].join('\n');
}

/** The stable form for programs. */
export function findingsJson({ findings, evidence, unavailable }: Diagnosis): object {
  const byId = new Map(evidence.map((item) => [item.id, item]));
  return {
    findings: findings.map(({ cause, object, severity, confidence, summary, remedy, symptomOf, rule, ...finding }) => ({
      cause,
      object: shortName(object),
      namespace: object.namespace ?? null,
      severity,
      confidence,
      summary,
      evidence: finding.evidence.map((id) => byId.get(String(id)) ?? { id }),
      ...(remedy === undefined ? {} : { remedy }),
      ...(symptomOf === undefined ? {} : { symptomOf }),
      ...(rule === undefined ? {} : { rule }),
    })),
    unavailable,
  };
}

/** `deployment/checkout`, as kubectl takes it. */
function shortName({ kind, name }: ObjectReference): string {
  return `${kind.toLowerCase()}/${name}`;
}
