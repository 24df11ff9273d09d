import { type Evidence, type Finding, nameOfObject, type ObjectReference, type UnavailableSource } from '@hexaops/core';
import pico from 'picocolors';
import { printable } from './printable.ts';

export interface Diagnosis {
  /** The likeliest root cause first. */
  readonly findings: readonly Finding[];
  readonly evidence: readonly Evidence[];
  readonly unavailable: readonly UnavailableSource[];
}

/** Pieces of evidence that people are shown of one finding; programs get all. */
const shownEvidence = 4;

/** For people: the likeliest root cause first, each with what shows it and what would mend it. */
export function findingsText({ findings, evidence, unavailable }: Diagnosis, coloured: boolean): string {
  const colours = pico.createColors(coloured);
  const paint = { critical: colours.red, warning: colours.yellow, info: colours.cyan };
  const titles = new Map(evidence.map(({ id, title, query }) => [id, `${title} (${query})`]));
  const blocks = findings.map((finding, index) => {
    const { cause, object, severity, confidence, summary, remedy, symptomOf } = finding;
    const certainty = `${paint[severity](severity)}, ${Math.round(confidence * 100)} % sure`;
    return [
      `${index + 1}. ${colours.bold(printable(cause))}  ${printable(nameOfObject(object))}  ${certainty}`,
      `   ${printable(summary)}`,
      ...(symptomOf === undefined ? [] : [`   follows from ${printable(nameOfObject(symptomOf))}`]),
      ...finding.evidence
        .slice(0, shownEvidence)
        .map((id) => colours.dim(`   - ${printable(titles.get(String(id)) ?? String(id))}`)),
      ...(remedy === undefined ? [] : [`   ${colours.green('mend')}: ${printable(remedy.description)}`]),
    ].join('\n');
  });
  const unread = unavailable.map(({ source, reason }) => `   - ${printable(source)}: ${printable(reason)}`);
  return [
    ...(blocks.length === 0 ? ['Nothing wrong was found in what could be read.'] : blocks),
    ...(unread.length === 0 ? [] : [`Could not be read:\n${unread.join('\n')}`]),
  ].join('\n\n');
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
